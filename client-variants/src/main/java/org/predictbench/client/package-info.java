/**
 * Calls TensorFlow Serving from a JVM: what a user of the library names. Start at {@link
 * org.predictbench.client.PredictClients}.
 *
 * <p>This package and {@link org.predictbench.client.axis} are the library's API; no type of
 * protobuf and none of the other packages appears in it. The others may change at any time.
 *
 * <p><b>Dependencies.</b> The library needs gRPC's API, stub and Netty transport, Netty itself, and
 * protobuf for variants that use generated messages. Netty's epoll, OkHttp, gRPC in process, gRPC's
 * protobuf-lite and Jackson (for REST) are optional: a value that lacks its library answers {@link
 * org.predictbench.client.axis.Axis#unavailable} with the artifact to add, and nothing else breaks.
 *
 * <p><b>Clocks.</b> Deadlines are counted on {@link System#nanoTime}. Only a {@link
 * org.predictbench.client.TimedPredictClient} measures anything.
 *
 * <p><b>Arrows.</b> Values and interfaces of this package are below every other but {@code axis}:
 * wire, then example, then grpc, http2 and rest, then open may use them. One arrow runs up: {@code
 * PredictClients}, {@code ModelServices} and {@code WireCodec} have {@code open} put clients
 * together. The architecture test holds this. A module-info would compile, but gRPC's and Netty's
 * jars that it requires have no descriptors: javac warns of each, and neither jlink nor a user's
 * module could rely on it. The jar has a stable automatic module name instead.
 */
package org.predictbench.client;
