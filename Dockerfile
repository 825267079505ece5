# syntax=docker/dockerfile:1
# predictbench: benchmarks.jar as a container, the one that `load --manifest N` names by default.
#
#   docker build --tag predictbench:latest .
#   docker run --rm --volume "$PWD/results:/work/results" predictbench load load-smoke --target host:8500 --model m
#
# The mounted folder must be writable for user 10001. To pin the bases by digest, give them as
#   --build-arg BUILD_IMAGE=maven:3.9-eclipse-temurin-17@sha256:... --build-arg RUN_IMAGE=...
#
# Linted, but never built: there was no Docker engine where it was written.
ARG BUILD_IMAGE=maven:3.9-eclipse-temurin-17
# A JRE is enough for all commands but `profile`, which attaches to a JVM: eclipse-temurin:17-jdk.
ARG RUN_IMAGE=eclipse-temurin:17-jre

FROM ${BUILD_IMAGE} AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/root/.m2 mvn -B -q package -DskipTests

FROM ${RUN_IMAGE}
LABEL org.opencontainers.image.title="predictbench" \
      org.opencontainers.image.description="Performance harness for TensorFlow Serving's Predict API" \
      org.opencontainers.image.licenses="Apache-2.0"
COPY --from=build /src/benchmarks/target/benchmarks.jar /benchmarks.jar
# /work is where run directories go, /cache where models and native libraries are unpacked.
RUN groupadd --gid 10001 predictbench \
 && useradd --uid 10001 --gid 10001 --home-dir /work --no-create-home predictbench \
 && mkdir /work /cache \
 && chown 10001:10001 /work /cache
ENV PREDICTBENCH_CACHE=/cache
USER 10001:10001
WORKDIR /work
ENTRYPOINT ["java", "-jar", "/benchmarks.jar"]
