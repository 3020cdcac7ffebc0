package dev.bulkhead.gateway.forward;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.List;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.DefaultClientConnectionReuseStrategy;
import org.apache.hc.client5.http.impl.DefaultHttpRequestRetryStrategy;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.Method;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.http.io.ResponseOutOfOrderStrategy;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The HTTP client towards the services: it passes on, and decides nothing of its own. */
@Configuration(proxyBeanMethods = false)
class ServiceClient {

    private static final String CONNECTION = ServiceClient.class.getName();

    @Bean(destroyMethod = "close")
    CloseableHttpClient serviceHttpClient(UpstreamSettings settings) {
        var connections =
                PoolingHttpClientConnectionManagerBuilder.create()
                        .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.LAX)
                        .setMaxConnPerRoute(settings.connections())
                        .setMaxConnTotal(Integer.MAX_VALUE)
                        .setDefaultConnectionConfig(
                                ConnectionConfig.custom()
                                        .setConnectTimeout(Timeout.of(settings.connectTimeout()))
                                        .setValidateAfterInactivity(TimeValue.ofSeconds(1))
                                        .setIdleTimeout(Timeout.ofSeconds(15))
                                        .build())
                        .setConnectionFactory(
                                ManagedHttpClientConnectionFactory.builder()
                                        .responseOutOfOrderStrategy(answersEarly())
                                        .build())
                        .build();
        return HttpClientBuilder.create()
                .setConnectionManager(connections)
                .setRequestExecutor(new Executor(settings))
                .setRetryStrategy(new OnceForReads())
                .setConnectionReuseStrategy(new NotAfterStreams())
                .evictIdleConnections(TimeValue.ofSeconds(15))
                .disableRedirectHandling()
                .disableContentCompression()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableConnectionState()
                .disableDefaultUserAgent()
                .build();
    }

    /** Cuts the connection of an exchange, so that the service stops working on it. */
    static void abort(HttpContext context) {
        if (context.getAttribute(CONNECTION) instanceof HttpClientConnection connection) {
            connection.close(CloseMode.IMMEDIATE);
        }
    }

    static boolean isEventStream(HttpResponse response) {
        var type = response.getFirstHeader("Content-Type");
        return type != null
                && ContentType.TEXT_EVENT_STREAM.isSameMimeType(
                        ContentType.parseLenient(type.getValue()));
    }

    /** Stops sending a body when the service has already answered, such as with a refusal. */
    private static ResponseOutOfOrderStrategy answersEarly() {
        return (request, connection, answer, sent, next) -> answer.available() > 0;
    }

    /**
     * The time limit of the answer's beginning would otherwise hold for each pause in it, and end
     * event streams whose heartbeats are further apart.
     */
    private static final class Executor extends HttpRequestExecutor {

        private final Timeout bodyIdle;
        private final Timeout streamIdle;

        Executor(UpstreamSettings settings) {
            bodyIdle = Timeout.of(settings.bodyIdle());
            streamIdle = Timeout.of(settings.streamIdle());
        }

        @Override
        public ClassicHttpResponse execute(
                ClassicHttpRequest request,
                HttpClientConnection connection,
                HttpResponseInformationCallback information,
                HttpContext context)
                throws IOException, HttpException {
            context.setAttribute(CONNECTION, connection);
            var response = super.execute(request, connection, information, context);
            connection.setSocketTimeout(isEventStream(response) ? streamIdle : bodyIdle);
            return response;
        }
    }

    /**
     * A kept connection may turn out to be dead, because its service has restarted. Reading again
     * does no harm; anything else is the caller's decision.
     */
    private static final class OnceForReads extends DefaultHttpRequestRetryStrategy {

        OnceForReads() {
            super(
                    1,
                    TimeValue.ZERO_MILLISECONDS,
                    List.of(
                            InterruptedIOException.class,
                            UnknownHostException.class,
                            ConnectException.class,
                            NoRouteToHostException.class),
                    List.of());
        }

        @Override
        protected boolean handleAsIdempotent(HttpRequest request) {
            return Method.GET.isSame(request.getMethod())
                    || Method.HEAD.isSame(request.getMethod());
        }
    }

    /**
     * Only HEAD ends at a stream's headers. The service may not know, and write on: whoever came
     * next on that connection would wait until the time limit.
     */
    private static final class NotAfterStreams extends DefaultClientConnectionReuseStrategy {

        @Override
        public boolean keepAlive(HttpRequest request, HttpResponse response, HttpContext context) {
            var unfinished = Method.HEAD.isSame(request.getMethod()) && isEventStream(response);
            return !unfinished && super.keepAlive(request, response, context);
        }
    }
}
