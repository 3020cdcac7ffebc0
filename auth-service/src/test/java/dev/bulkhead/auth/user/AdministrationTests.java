package dev.bulkhead.auth.user;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulkhead.auth.AuthTest;
import dev.bulkhead.auth.People;
import dev.bulkhead.auth.People.SignedIn;
import dev.bulkhead.testing.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;

@AuthTest
class AdministrationTests {

    @Autowired RestTestClient client;
    @Autowired People people;
    @Autowired TestDatabase db;

    SignedIn admin;

    @BeforeEach
    void onlyOneAdministrator() {
        db.asOwner()
                .sql(
                        "delete from user_roles ur using roles r where r.id = ur.role_id and r.name"
                                + " = 'admin'")
                .update();
        admin = people.admin();
    }

    @Test
    void listsEverybodyPageByPage() {
        var expected = new ArrayList<UUID>();
        for (int i = 0; i < 5; i++) {
            expected.add(people.somebody().id());
        }

        var seen = new ArrayList<UUID>();
        String next = null;
        do {
            var page = list("?limit=2" + (next == null ? "" : "&after=" + next));
            page.items().forEach(it -> seen.add(it.id()));
            next = page.next();
        } while (next != null);

        assertThat(seen).doesNotHaveDuplicates().containsSubsequence(expected);
        assertThat(seen)
                .hasSize(
                        db.asOwner()
                                .sql("select count(*) from users")
                                .query(Integer.class)
                                .single());
    }

    @Test
    void findsPeopleByPartsOfTheirNamesRoleAndState() {
        var somebody = people.somebody();

        assertThat(list("?search=" + somebody.username().toUpperCase()).items())
                .extracting(People.Registered::id)
                .contains(somebody.id());
        assertThat(list("?search=" + somebody.email()).items())
                .extracting(People.Registered::id)
                .containsExactly(somebody.id());
        assertThat(list("?role=admin").items())
                .extracting(People.Registered::id)
                .containsExactly(admin.id());
        call(HttpMethod.PUT, "/" + somebody.id() + "/deactivation").expectStatus().isNoContent();
        assertThat(list("?active=false").items())
                .extracting(People.Registered::id)
                .contains(somebody.id())
                .doesNotContain(admin.id());
        assertThat(list("?search=%25").items()).as("% is a character, no pattern").isEmpty();
    }

    @Test
    void refusesPagesThatAreNone() {
        call(HttpMethod.GET, "?limit=0").expectStatus().isEqualTo(422);
        call(HttpMethod.GET, "?limit=101").expectStatus().isEqualTo(422);
        call(HttpMethod.GET, "?limit=many").expectStatus().isBadRequest();
        call(HttpMethod.GET, "?after=nonsense").expectStatus().isBadRequest();
        call(HttpMethod.GET, "?active=perhaps").expectStatus().isBadRequest();
    }

    @Test
    void showsOnePerson() {
        call(HttpMethod.GET, "/" + admin.id())
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.roles")
                .isEqualTo(List.of("user", "admin"));
        for (var path : List.of("", "/roles/admin", "/deactivation")) {
            var method = path.isEmpty() ? HttpMethod.GET : HttpMethod.PUT;
            call(method, "/" + UUID.randomUUID() + path)
                    .expectStatus()
                    .isNotFound()
                    .expectBody()
                    .jsonPath("$.type")
                    .isEqualTo("/problems/user-not-found");
            call(method, "/me" + path).expectStatus().isBadRequest();
        }
    }

    @Test
    void givesARoleThatIsInTheNextToken() throws Exception {
        var somebody = people.signedIn();

        for (int i = 0; i < 2; i++) {
            call(HttpMethod.PUT, "/" + somebody.id() + "/roles/admin").expectStatus().isNoContent();
        }

        var next = people.refresh(somebody.tokens().refresh()).tokens();
        assertThat(next.claims().getStringListClaim("roles")).containsExactly("user", "admin");
        assertThat(audited("role.granted", somebody.id())).isEqualTo(1);
    }

    @Test
    void takesARoleAwayAndEndsTheSessionsThatHadIt() {
        var other = people.admin();

        for (int i = 0; i < 2; i++) {
            call(HttpMethod.DELETE, "/" + other.id() + "/roles/admin").expectStatus().isNoContent();
        }

        client.get()
                .uri("/api/auth/users")
                .header("Authorization", other.bearer())
                .exchange()
                .expectStatus()
                .isUnauthorized();
        assertThat(people.refresh(other.tokens().refresh()).status())
                .isEqualTo(HttpStatus.UNAUTHORIZED);
        assertThat(audited("role.revoked", other.id())).isEqualTo(1);
    }

    @Test
    void knowsNoOtherRolesAndTakesTheBaseRoleFromNobody() {
        var somebody = people.somebody();

        for (var method : List.of(HttpMethod.PUT, HttpMethod.DELETE)) {
            call(method, "/" + somebody.id() + "/roles/emperor")
                    .expectStatus()
                    .isNotFound()
                    .expectBody()
                    .jsonPath("$.type")
                    .isEqualTo("/problems/role-not-found");
        }
        call(HttpMethod.DELETE, "/" + somebody.id() + "/roles/user")
                .expectStatus()
                .isEqualTo(409)
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("/problems/base-role");
    }

    @Test
    void keepsTheLastAdministrator() {
        for (var path : List.of("/roles/admin", "/deactivation")) {
            call(
                            path.startsWith("/roles") ? HttpMethod.DELETE : HttpMethod.PUT,
                            "/" + admin.id() + path)
                    .expectStatus()
                    .isEqualTo(409)
                    .expectBody()
                    .jsonPath("$.type")
                    .isEqualTo("/problems/last-admin");
        }
    }

    @Test
    void keepsOneOfTwoAdministratorsWhoRemoveEachOtherAtOnce() throws Exception {
        var other = people.admin();
        var barrier = new CyclicBarrier(2);
        try (var pool = Executors.newFixedThreadPool(2)) {
            var first = pool.submit(() -> deposeAt(barrier, admin, other));
            var second = pool.submit(() -> deposeAt(barrier, other, admin));
            var statuses = List.of(first.get(), second.get());
            // the slower one finds itself the last, or finds its own session ended already
            assertThat(statuses).contains(204).containsAnyOf(409, 401);
        }
        assertThat(list(people.admin(), "?role=admin").items()).hasSize(2);
    }

    @Test
    void keepsSomebodyOutAndLetsThemInAgain() {
        var somebody = people.signedIn();

        call(HttpMethod.PUT, "/" + somebody.id() + "/deactivation").expectStatus().isNoContent();

        assertThat(people.refresh(somebody.tokens().refresh()).status())
                .isEqualTo(HttpStatus.UNAUTHORIZED);
        client.get()
                .uri("/api/auth/me")
                .header("Authorization", somebody.bearer())
                .exchange()
                .expectStatus()
                .isUnauthorized();
        assertThat(audited("user.deactivated", somebody.id())).isEqualTo(1);

        call(HttpMethod.DELETE, "/" + somebody.id() + "/deactivation").expectStatus().isNoContent();

        assertThat(people.logIn(somebody.person()).id()).isEqualTo(somebody.id());
    }

    @RepeatedTest(3)
    void leavesNoSessionBehindWhenSomebodyRefreshesOrLogsInAtThatMoment() throws Exception {
        var somebody = people.somebody();
        var sessions = new ArrayList<SignedIn>();
        for (int i = 0; i < 5; i++) {
            sessions.add(people.logIn(somebody));
        }
        var barrier = new CyclicBarrier(7);
        try (var pool = Executors.newFixedThreadPool(7)) {
            var refreshes = new ArrayList<Future<HttpStatus>>();
            for (var session : sessions) {
                refreshes.add(
                        pool.submit(() -> {
                            barrier.await();
                            return people.refresh(session.tokens().refresh()).status();
                        }));
            }
            var login =
                    pool.submit(() -> {
                        barrier.await();
                        return statusOfLogin(somebody);
                    });
            barrier.await();
            call(HttpMethod.PUT, "/" + somebody.id() + "/deactivation")
                    .expectStatus()
                    .isNoContent();
            for (var refresh : refreshes) {
                assertThat(refresh.get()).isIn(HttpStatus.OK, HttpStatus.UNAUTHORIZED);
            }
            assertThat(login.get()).isIn(200, 401, 403);
        }

        assertThat(
                        db.asAdmin()
                                .sql("select count(*) from sessions where user_id = :id")
                                .param("id", somebody.id())
                                .query(Integer.class)
                                .single())
                .isZero();
    }

    private int statusOfLogin(People.Person person) {
        return client.post()
                .uri("/api/auth/login")
                .contentType(MediaType.APPLICATION_JSON)
                .body(Map.of("login", person.username(), "password", People.PASSWORD))
                .exchange()
                .expectBody()
                .returnResult()
                .getStatus()
                .value();
    }

    private int deposeAt(CyclicBarrier barrier, SignedIn who, SignedIn whom) throws Exception {
        barrier.await();
        return client.delete()
                .uri("/api/auth/users/" + whom.id() + "/roles/admin")
                .header("Authorization", who.bearer())
                .exchange()
                .expectBody()
                .returnResult()
                .getStatus()
                .value();
    }

    private RestTestClient.ResponseSpec call(HttpMethod method, String path) {
        return client.method(method)
                .uri(java.net.URI.create(path(path)))
                .header("Authorization", admin.bearer())
                .exchange();
    }

    private Listing list(String query) {
        return list(admin, query);
    }

    private Listing list(SignedIn as, String query) {
        return client.get()
                .uri(java.net.URI.create(path(query)))
                .header("Authorization", as.bearer())
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(Listing.class)
                .returnResult()
                .getResponseBody();
    }

    private static String path(String rest) {
        return "/api/auth/users" + rest;
    }

    private int audited(String action, UUID user) {
        return db.asOwner()
                .sql(
                        "select count(*) from audit_log where action = :action and resource_id ="
                                + " :user and user_id = :admin")
                .param("action", action)
                .param("user", user.toString())
                .param("admin", admin.id())
                .query(Integer.class)
                .single();
    }

    record Listing(List<People.Registered> items, String next) {}
}
