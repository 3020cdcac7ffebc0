package dev.bulkhead.gateway.forward;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.cloud.gateway.server.mvc.filter.HttpHeadersFilter.RequestHttpHeadersFilter;
import org.springframework.cloud.gateway.server.mvc.filter.HttpHeadersFilter.ResponseHttpHeadersFilter;
import org.springframework.cloud.gateway.server.mvc.handler.ProxyExchange;
import org.springframework.cloud.gateway.server.mvc.handler.ProxyExchangeHandlerFunction;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Hands a routed request to the {@link ServiceExchange} as it came. The handler this one replaces
 * rebuilds the address from decoded parameters, and to do so reads the bodies of forms into memory.
 */
@Component
class Forwarding extends ProxyExchangeHandlerFunction {

    private final ProxyExchange exchange;

    Forwarding(
            ProxyExchange exchange,
            ObjectProvider<RequestHttpHeadersFilter> requestHeaders,
            ObjectProvider<ResponseHttpHeadersFilter> responseHeaders) {
        super(exchange, requestHeaders, responseHeaders);
        this.exchange = exchange;
    }

    @Override
    public ServerResponse handle(ServerRequest request) {
        return exchange.exchange(exchange.request(request).build());
    }
}
