package io.proxywasm.bench.soak;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AskTest {
  private static Answer answer(String token, String plugin, String called, String body) {
    return new Answer(200, token, called, plugin + " 7", body, false, "");
  }

  @Test
  void shouldFindNothingWrongWhenAllIsOfTheSameRequest() {
    Ask plain = Ask.next(Ask.Kind.PLAIN);
    Ask callout = Ask.next(Ask.Kind.CALLOUT);

    assertThat(plain.problem(answer(plain.token(), plain.token(), "", plain.body()))).isEmpty();
    assertThat(
            callout.problem(
                answer(callout.token(), callout.token(), callout.token(), callout.body())))
        .isEmpty();
  }

  @Test
  void shouldFindWhatIsOfAnotherRequest() {
    Ask ask = Ask.next(Ask.Kind.CALLOUT);
    Ask other = Ask.next(Ask.Kind.CALLOUT);
    String mine = ask.token();
    String foreign = other.token();

    assertThat(ask.problem(answer(foreign, mine, mine, ask.body()))).isPresent();
    assertThat(ask.problem(answer(mine, foreign, mine, ask.body()))).isPresent();
    assertThat(ask.problem(answer(mine, mine, foreign, ask.body()))).isPresent();
    assertThat(ask.problem(answer(mine, mine, "", ask.body()))).isPresent();
    assertThat(ask.problem(answer(mine, mine, mine, other.body()))).isPresent();
    assertThat(ask.problem(Answer.failed("closed"))).contains("closed");
  }
}
