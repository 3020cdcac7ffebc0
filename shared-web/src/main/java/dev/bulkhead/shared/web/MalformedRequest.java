package dev.bulkhead.shared.web;

/** The request cannot be read; answered with 400 and the problem malformed-request. */
public class MalformedRequest extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * @param detail one sentence for the caller
     */
    public MalformedRequest(String detail) {
        super(detail);
    }
}
