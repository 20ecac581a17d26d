/** JSON web tokens (RFC 7519): start at {@link io.proxywasm.jwt.JwtVerifier}. */
@NullMarked
package io.proxywasm.jwt;

import org.jspecify.annotations.NullMarked;
