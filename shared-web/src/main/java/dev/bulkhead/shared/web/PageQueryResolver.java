package dev.bulkhead.shared.web;

import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

class PageQueryResolver implements HandlerMethodArgumentResolver {

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == PageQuery.class;
    }

    @Override
    public PageQuery resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer mav,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binders) {
        var after = request.getParameter("after");
        return new PageQuery(
                after == null || after.isEmpty() ? null : after,
                limit(request.getParameter("limit")));
    }

    private static int limit(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return PageQuery.DEFAULT_LIMIT;
        }
        int limit;
        try {
            limit = Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new MalformedRequest("\"limit\" is not a whole number.");
        }
        if (limit < 1 || limit > PageQuery.MOST) {
            throw new PageQuery.Invalid("limit", "must be between 1 and " + PageQuery.MOST);
        }
        return limit;
    }
}
