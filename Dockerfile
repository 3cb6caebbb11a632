# syntax=docker/dockerfile:1
# ./mvnw package, then docker build: the jar is taken from target/.

FROM eclipse-temurin:25-jre AS layers
WORKDIR /layers
COPY target/gatehouse-0.1.0.jar gatehouse.jar
RUN ["java", "-Djarmode=tools", "-jar", "gatehouse.jar", "extract", "--layers", "--destination", "extracted"]

FROM eclipse-temurin:25-jre
WORKDIR /gatehouse
# What changes seldom comes first.
COPY --from=layers /layers/extracted/dependencies/ ./
COPY --from=layers /layers/extracted/spring-boot-loader/ ./
COPY --from=layers /layers/extracted/snapshot-dependencies/ ./
COPY --from=layers /layers/extracted/application/ ./
COPY routes/ routes/
COPY jvm.options ./
# A start, and one of each event, from which the JVM keeps what it has loaded and linked.
RUN --mount=type=bind,source=train,target=/train --mount=type=tmpfs,target=/tmp ["/train", "-XX:AOTCacheOutput=gatehouse.aot", "-jar", "gatehouse.jar"]

# No name: Kubernetes can only tell a number from root.
USER 10001:10001
EXPOSE 8080 8081
ENTRYPOINT ["java", "@jvm.options", "--sun-misc-unsafe-memory-access=allow", "-XX:AOTCache=gatehouse.aot", "-jar", "gatehouse.jar"]
