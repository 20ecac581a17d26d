package io.proxywasm.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ActionTest {
  @Test
  void shouldSayItsName() {
    assertThat(Action.CONTINUE).hasToString("CONTINUE");
    assertThat(Action.PAUSE).hasToString("PAUSE");
    assertThat(Action.pauseAndBuffer()).hasToString("pauseAndBuffer");
    assertThat(Action.pauseAndHoldBack()).hasToString("pauseAndHoldBack");
    assertThat(Action.pauseAndDrop()).hasToString("pauseAndDrop");
  }

  @Test
  void shouldSayWhatBecameOfAStage() {
    assertThat(new Stage<String>()).hasToString("a stage that is not complete");
    assertThat(Stage.of("a value")).hasToString("a stage with a value");
    assertThat(Stage.of(Action.PAUSE)).hasToString("a stage with PAUSE");
  }
}
