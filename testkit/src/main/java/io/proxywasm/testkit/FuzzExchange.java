package io.proxywasm.testkit;

import java.util.List;

/**
 * An exchange that was made up.
 *
 * @param answers what the plugin's HTTP calls are answered with, in their order; 200 when there are
 *     more calls
 */
record FuzzExchange(HttpRequest request, HttpResponse response, List<HttpResponse> answers) {
  FuzzExchange {
    answers = List.copyOf(answers);
  }

  FuzzExchange withRequest(HttpRequest other) {
    return new FuzzExchange(other, response, answers);
  }

  FuzzExchange withResponse(HttpResponse other) {
    return new FuzzExchange(request, other, answers);
  }

  FuzzExchange withAnswers(List<HttpResponse> others) {
    return new FuzzExchange(request, response, others);
  }
}
