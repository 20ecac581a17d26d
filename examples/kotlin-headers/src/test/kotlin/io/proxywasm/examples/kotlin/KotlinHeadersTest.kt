package io.proxywasm.examples.kotlin

import io.proxywasm.testkit.HttpRequest
import io.proxywasm.testkit.TestProxy
import io.proxywasm.testkit.assertj.ProxyWasmAssertions.assertThat
import io.proxywasm.testkit.junit.ProxyWasmTest
import org.junit.jupiter.api.Test

@ProxyWasmTest(mainClass = "io.proxywasm.examples.kotlin.KotlinHeadersKt")
class KotlinHeadersTest {
    @Test
    fun shouldTellTheLanguageWhenTheClientAcceptsOne(proxy: TestProxy) {
        assertThat(proxy.send(HttpRequest.get("/").header("accept-language", "DE,en")))
            .hasUpstreamHeader("x-language", "de")
            .hasHeader("content-language", "de")
            .hasHeader("x-powered-by", "kotlin")
        assertThat(proxy).said("language de")
    }

    @Test
    fun shouldTellEnglishWhenTheClientSaysNothing(proxy: TestProxy) {
        assertThat(proxy.send(HttpRequest.get("/"))).hasHeader("content-language", "en")
    }
}
