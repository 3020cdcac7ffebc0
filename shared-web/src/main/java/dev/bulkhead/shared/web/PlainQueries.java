package dev.bulkhead.shared.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Refuses U+0000 in a query: PostgreSQL cannot store it, so no text of ours ever holds it. */
class PlainQueries extends HttpFilter {

    private static final long serialVersionUID = 1L;

    private final ProblemWriter problems;

    PlainQueries(ProblemWriter problems) {
        this.problems = problems;
    }

    @Override
    protected void doFilter(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var query = request.getQueryString();
        if (query != null && query.contains("%00")) {
            problems.write(
                    ProblemHandler.malformed("The query holds the character U+0000."),
                    request,
                    response);
        } else {
            chain.doFilter(request, response);
        }
    }
}
