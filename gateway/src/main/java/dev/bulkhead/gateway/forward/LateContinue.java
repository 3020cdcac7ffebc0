package dev.bulkhead.gateway.forward;

import org.apache.catalina.connector.Connector;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.springframework.boot.tomcat.TomcatConnectorCustomizer;
import org.springframework.stereotype.Component;

/**
 * Says {@code 100 Continue} when the body is first read and not before: a client that asks is told
 * that its token is bad, or its upload too large, without sending it.
 */
@Component
class LateContinue implements TomcatConnectorCustomizer {

    @Override
    public void customize(Connector connector) {
        if (connector.getProtocolHandler() instanceof AbstractHttp11Protocol<?> http) {
            http.setContinueResponseTiming("onRead");
        }
    }
}
