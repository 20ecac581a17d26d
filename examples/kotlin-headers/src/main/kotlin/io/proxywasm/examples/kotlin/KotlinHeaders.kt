package io.proxywasm.examples.kotlin

import io.proxywasm.sdk.Action
import io.proxywasm.sdk.Headers
import io.proxywasm.sdk.HttpContext
import io.proxywasm.sdk.Log
import io.proxywasm.sdk.ProxyWasm

/** Tells the upstream the client's language, and the client who answered. */
class KotlinHeaders : HttpContext() {
    private var language = "en"

    override fun onRequestHeaders(headers: Headers, endOfStream: Boolean): Action {
        language = headers["accept-language"]?.substringBefore(',')?.lowercase() ?: "en"
        headers["x-language"] = language
        Log.info("language $language")
        return Action.CONTINUE
    }

    override fun onResponseHeaders(headers: Headers, endOfStream: Boolean): Action {
        headers["x-powered-by"] = "kotlin"
        headers["content-language"] = language
        return Action.CONTINUE
    }
}

fun main() {
    ProxyWasm.http { KotlinHeaders() }
}
