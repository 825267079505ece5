package org.predictbench.bench.record;

import java.util.Optional;

/**
 * A call to be recorded.
 *
 * @param method full name of the method
 * @param held bytes that it occupies until it is written
 */
record Sample(String method, Payload request, Optional<Payload> reply, long held) {}
