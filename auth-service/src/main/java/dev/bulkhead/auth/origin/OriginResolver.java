package dev.bulkhead.auth.origin;

import jakarta.servlet.http.HttpServletRequest;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Finds the client behind the gateway: the last entry of <code>X-Forwarded-For</code>, which is the
 * one the gateway itself wrote, and only if the connection comes from a private network. Entries
 * before the last are whatever the client claims, so that somebody who invents a new address for
 * every attempt is still counted as one.
 */
@Component
class OriginResolver implements HandlerMethodArgumentResolver, WebMvcConfigurer {

    static {
        SpringDocUtils.getConfig().addRequestWrapperToIgnore(Origin.class);
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(this);
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == Origin.class;
    }

    @Override
    public Object resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer mav,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binders) {
        return originOf((HttpServletRequest) request.getNativeRequest());
    }

    static Origin originOf(HttpServletRequest request) {
        var connected = literal(request.getRemoteAddr());
        var forwarded =
                connected != null && isInternal(connected)
                        ? literal(lastOf(Collections.list(request.getHeaders("X-Forwarded-For"))))
                        : null;
        var address = forwarded == null ? connected : forwarded;
        return new Origin(
                address == null ? "0.0.0.0" : address.getHostAddress().replaceFirst("%.*", ""),
                shortened(request.getHeader(HttpHeaders.USER_AGENT)));
    }

    private static String lastOf(List<String> headers) {
        var all = String.join(",", headers);
        return all.substring(all.lastIndexOf(',') + 1).strip();
    }

    private static @Nullable InetAddress literal(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        try {
            return InetAddress.ofLiteral(text.replaceFirst("%.*", ""));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static boolean isInternal(InetAddress address) {
        return address.isLoopbackAddress()
                || address.isSiteLocalAddress()
                || address instanceof Inet6Address && (address.getAddress()[0] & 0xfe) == 0xfc;
    }

    private static @Nullable String shortened(@Nullable String userAgent) {
        if (userAgent == null || userAgent.length() <= Origin.LONGEST_USER_AGENT) {
            return userAgent;
        }
        return userAgent.substring(0, Origin.LONGEST_USER_AGENT);
    }
}
