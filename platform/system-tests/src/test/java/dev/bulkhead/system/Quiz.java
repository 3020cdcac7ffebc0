package dev.bulkhead.system;

import tools.jackson.databind.JsonNode;

/** A game of two that has just been started. */
record Quiz(String id) {

    static final int QUESTIONS = 3;

    static Quiz between(Person creator, Person guest) {
        var lobby =
                creator.post(
                                "/api/game/lobbies",
                                """
                                {"name": "Quiz night", "maxPlayers": 2,
                                 "settings": {"questions": %d, "secondsPerQuestion": 5}}
                                """
                                        .formatted(QUESTIONS))
                        .expect(201)
                        .json();
        var path = "/api/game/lobbies/" + lobby.path("id").stringValue();
        guest.post(path + "/join", "").expect(200);
        creator.put(path + "/ready", "{\"ready\": true}").expect(200);
        guest.put(path + "/ready", "{\"ready\": true}").expect(200);
        var game = creator.post(path + "/start", "").expect(201).json();
        return new Quiz(game.path("id").stringValue());
    }

    String path(String rest) {
        return "/api/game/games/" + id + rest;
    }

    Person.Answer answer(Person player, JsonNode question, String answer) {
        var body = Person.JSON.createObjectNode();
        body.set("questionId", question.path("id"));
        body.put("answer", answer);
        return player.post(path("/answers"), body.toString());
    }
}
