# One file for every image: docker-compose.yml says which module it wants. Plain instructions only, no cache mounts, no syntax
# line, so that the legacy builder and BuildKit both build it, on amd64 and arm64. docs/containers.md explains the layers.
#
# Base images, to be pinned or mirrored: --build-arg JRE_IMAGE=eclipse-temurin:25-jre@sha256:...
ARG JDK_IMAGE=eclipse-temurin:25-jdk
ARG JRE_IMAGE=eclipse-temurin:25-jre
ARG POSTGRES_IMAGE=postgres:18
# What an application stands on: with-database, or without-database (the gateway).
ARG BASE=with-database

# The poms alone: the next stage copies from here, and so runs again only when one of them changes.
FROM ${JDK_IMAGE} AS poms
COPY . /source
RUN cd /source && sed -n 's/^ *module: *//p' platform.yaml | paste -sd, >modules && \
    find . -type f ! -name pom.xml ! -name mvnw ! -name modules ! -path './.mvn/*' -delete && \
    find . -type d -empty -delete

# Everything that comes from Maven Central: the same build once, without a line of source.
FROM ${JDK_IMAGE} AS libraries
WORKDIR /source
COPY --from=poms /source ./
RUN ./mvnw --batch-mode --quiet -Dmaven.test.skip=true -Dspotless.check.skip=true -Dcyclonedx.skip=false \
      -Dspring-boot.aot.skip=true -Dspring-boot.repackage.skip=true -pl "$(cat modules),platform/cli" -am package || \
    { echo "The libraries could not be fetched from Maven Central (above: what Maven said). Is this machine online? Behind a" \
           "proxy, tell Docker about it: https://docs.docker.com/engine/cli/proxy/" >&2; exit 1; }

# Everything is built once; the images below share this stage. Offline: what is missing above would be fetched at each change.
FROM libraries AS build
COPY . .
RUN ./mvnw --batch-mode --quiet --offline -Dmaven.test.skip=true -Dspotless.check.skip=true -Dcyclonedx.skip=false \
      -pl "$(cat modules),platform/cli" -am package && \
    sh platform/docker/layers /layers

FROM ${JRE_IMAGE} AS unprivileged
RUN groupadd --gid 10001 bulkhead && useradd --uid 10001 --gid 10001 --no-create-home --shell /usr/sbin/nologin bulkhead

# The command, the manifest and the SQL: what the jobs need, and whoever has no JDK. A folder for each volume that they fill;
# 999 is the user of postgres:18. (A tmpfs takes the mode of the folder that it covers when the container is started again,
# hence 1777.)
FROM unprivileged AS tools
COPY --from=build /layers/tools/libraries /bulkhead
COPY --from=build /layers/tools/own /bulkhead
RUN mkdir -p /state/secrets /state/run /state/logs && \
    chown -R 10001:10001 /state && chmod 0700 /state /state/secrets && chmod 1777 /state/run /state/logs && \
    for service in $(cat /bulkhead/services); do install -d -o 10001 -g 10001 -m 0700 "/secrets/$service"; done && \
    for server in "" $(sed 's/^/-/' /bulkhead/services); do \
      install -d -o 10001 -g 999 -m 2750 "/secrets/postgres$server" "/hba$server"; \
    done
COPY --from=build /layers/tools/application /bulkhead
USER 10001:10001
WORKDIR /state
ENTRYPOINT ["java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx128m", "-Dbulkhead.root=/bulkhead", \
            "-Dbulkhead.state=/state", "-cp", "/bulkhead/command/*", "dev.bulkhead.cli.Bulkhead"]
ARG VERSION=0.1.0-SNAPSHOT
ARG REVISION=unknown
ARG JRE_IMAGE
LABEL org.opencontainers.image.title="Bulkhead tools" \
      org.opencontainers.image.description="The command ./bulkhead with the manifest and the migrations" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.base.name="${JRE_IMAGE}"

# What all applications have in common ...
FROM unprivileged AS common
RUN mkdir -p /data /run/bulkhead/secrets && chown 10001:10001 /data /run/bulkhead/secrets && chmod 0700 /data /run/bulkhead/secrets
COPY platform/docker/healthy /usr/local/bin/healthy
COPY platform/cli/src/main/resources/dev/bulkhead/cli/platform/jvm.options /application/jvm.options
COPY --from=build /layers/all /application

# ... those with a database, or those without, beyond that ...
FROM common AS base
ARG BASE
COPY --from=build /layers/${BASE} /application

# ... and an archive of the classes of these libraries, which their JVMs share and start from (docs/performance.md).
FROM base AS archive
ARG BASE
COPY platform/docker/archive platform/docker/classes/${BASE} \
     platform/cli/src/main/resources/dev/bulkhead/cli/platform/archived.options /tmp/
RUN sh /tmp/archive "/tmp/${BASE}" /tmp/archived.options

# A service or the gateway, as plain jars: they start faster than one jar with all others inside. The archive lies in a layer that
# changes with the libraries only. The last layer holds the application's own classes and nothing else.
FROM base AS application
COPY --from=archive /archive /application
ARG MODULE=auth-service
COPY --from=build /layers/${MODULE}/libraries /application
COPY --from=build /layers/${MODULE}/own /application
COPY --from=build /layers/${MODULE}/application /application
USER 10001:10001
WORKDIR /data
# The options of ./bulkhead up; what compose names as "command" comes after them.
ENTRYPOINT ["java", "@/application/jvm.options"]
CMD ["@/application/class-path"]
ARG VERSION=0.1.0-SNAPSHOT
ARG REVISION=unknown
ARG JRE_IMAGE
LABEL org.opencontainers.image.title="Bulkhead ${MODULE}" \
      org.opencontainers.image.description="One of Bulkhead's services, or its gateway" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.base.name="${JRE_IMAGE}"

# Last, so that the legacy builder, which makes every stage before the one it wants, does not make these for an application.
# Only for docker-compose.backup.yml: the server with pgBackRest, which archives its log. (No folder /state/secrets: the volume
# there would take its owner from it.)
FROM ${POSTGRES_IMAGE} AS postgres
RUN apt-get update && apt-get install -y --no-install-recommends pgbackrest && rm -rf /var/lib/apt/lists/* && \
    mkdir -p /socket /state/run /state/logs /state/backup /state/backups/server /state/scratch && \
    chown -R 999:999 /socket /state && chmod -R 0700 /socket /state && chmod 1777 /state/run /state/logs

# The same with the command, which takes the backups, verifies and restores them.
FROM postgres AS backup
COPY --from=unprivileged /opt/java/openjdk /opt/java/openjdk
COPY platform/docker/backup-tool /usr/local/bin/backup-tool
COPY --from=tools /bulkhead /bulkhead
USER 999:999
WORKDIR /state
ENTRYPOINT ["backup-tool"]
