package dev.bulkhead.auth.password;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordPolicyTests {

    PasswordPolicy policy = new PasswordPolicy();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "twelve chars",
                "a sentence nobody would guess",
                "ÄÖÜäöüßéèêçñ",
                "密码密码一二三四五六七八",
                "🦊🐻🐼🐨🐯🦁🐮🐷🐸🐵🐔🐧"
            })
    void takesWhatIsLongEnoughWhateverItIsMadeOf(String password) {
        assertThat(policy.objectionTo(password, "anna", "anna@example.org")).isEmpty();
    }

    @Test
    void countsCharactersAsPeopleDo() {
        assertThat(policy.objectionTo("🦊🐻🐼🐨🐯🦁🐮🐷🐸🐵🐔")).isPresent();
        assertThat(policy.objectionTo("abcdefg hij".repeat(11) + "1234567")).isEmpty();
        assertThat(policy.objectionTo("abcdefg hij".repeat(11) + "12345678")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password1234",
                "PassWord1234",
                "ｐａｓｓｗｏｒｄ１２３４",
                "aaaaaaaaaaaa",
                "121212121212"
            })
    void refusesWhatAnybodyWouldTryFirst(String password) {
        assertThat(policy.objectionTo(password, "anna")).isPresent();
    }

    @Test
    void refusesWhatThePersonIsCalled() {
        assertThat(policy.objectionTo("Anna.Example@x.org", "anna.example@x.org")).isPresent();
        assertThat(policy.objectionTo("anna.example", "anna.example@x.org")).isPresent();
        assertThat(policy.objectionTo("anna-example-1", "Anna-Example-1")).isPresent();
    }
}
