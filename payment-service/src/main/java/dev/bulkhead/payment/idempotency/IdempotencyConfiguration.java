package dev.bulkhead.payment.idempotency;

import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.HeaderParameter;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

@Configuration(proxyBeanMethods = false)
class IdempotencyConfiguration {

    static {
        SpringDocUtils.getConfig().addRequestWrapperToIgnore(OnceId.class);
    }

    @Bean
    FilterRegistrationBean<IdempotencyFilter> idempotencyFilter(
            IdempotencyKeys keys,
            @Qualifier("handlerExceptionResolver") HandlerExceptionResolver problems) {
        var filter = new FilterRegistrationBean<>(new IdempotencyFilter(keys, problems));
        filter.setOrder(0); // after Spring Security's -100
        return filter;
    }

    @Bean
    WebMvcConfigurer onceIdParameters() {
        return new WebMvcConfigurer() {

            @Override
            public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
                resolvers.add(new OnceIdResolver());
            }
        };
    }

    @Bean
    OperationCustomizer idempotencyKeyHeader() {
        return (operation, handler) -> {
            if (Arrays.asList(handler.getMethod().getParameterTypes()).contains(OnceId.class)) {
                operation.addParametersItem(
                        new HeaderParameter()
                                .name(IdempotencyFilter.HEADER)
                                .required(true)
                                .description(
                                        "names what you want done; repeat the request with the same"
                                                + " key to get the same answer again")
                                .schema(new StringSchema().minLength(1).maxLength(255)));
            }
            return operation;
        };
    }

    private static class OnceIdResolver implements HandlerMethodArgumentResolver {

        @Override
        public boolean supportsParameter(MethodParameter parameter) {
            return parameter.getParameterType() == OnceId.class;
        }

        @Override
        public Object resolveArgument(
                MethodParameter parameter,
                @Nullable ModelAndViewContainer mav,
                NativeWebRequest request,
                @Nullable WebDataBinderFactory binders) {
            var once =
                    request.getAttribute(IdempotencyFilter.ONCE, RequestAttributes.SCOPE_REQUEST);
            if (once == null) {
                throw new IdempotencyProblems.KeyMissing(); // a path the filter does not know
            }
            request.setAttribute(
                    IdempotencyFilter.BEGUN, Boolean.TRUE, RequestAttributes.SCOPE_REQUEST);
            return once;
        }
    }
}
