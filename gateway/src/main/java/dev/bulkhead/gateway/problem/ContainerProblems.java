package dev.bulkhead.gateway.problem;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.valves.ErrorReportValve;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** Answers as a problem what the container refuses before any filter: broken addresses. */
@Component
class ContainerProblems implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        factory.addContextCustomizers(context -> {
            if (context.getParent() instanceof StandardHost host) {
                host.setErrorReportValveClass(Report.class.getName());
            }
        });
    }

    /** Public because the container makes it, by its name. */
    public static final class Report extends ErrorReportValve {

        public Report() {}

        @Override
        protected void report(Request request, Response response, Throwable error) {
            if (response.getStatus() < 400
                    || response.getContentWritten() > 0
                    || !response.setErrorReported()) {
                return;
            }
            var status = HttpStatus.resolve(response.getStatus());
            if (status == null) {
                status = HttpStatus.INTERNAL_SERVER_ERROR;
            }
            try {
                problem(request, status).writeTo(request, response);
                response.finishResponse();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** The container says "not implemented" to CONNECT and to unknown codings alike. */
        private static Problem problem(Request request, HttpStatus status) {
            if (status != HttpStatus.NOT_IMPLEMENTED) {
                return Problem.of(status);
            }
            return request.getMethod().equals("CONNECT")
                    ? Problem.METHOD_NOT_ALLOWED
                    : Problem.of(HttpStatus.BAD_REQUEST);
        }
    }
}
