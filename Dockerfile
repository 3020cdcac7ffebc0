# One file for every image: docker-compose.yml says which module or target it wants. Plain instructions only, so that the
# legacy builder and BuildKit both build it.

# Everything is built once; the images below share this stage.
FROM eclipse-temurin:25-jdk AS build
WORKDIR /source
COPY . .
RUN ./mvnw --batch-mode --quiet -Dmaven.test.skip=true -Dspotless.check.skip=true \
      -pl auth-service,payment-service,game-service,media-service,gateway,platform/cli -am package

# The command, the manifest and the SQL: what the two jobs need.
FROM build AS tools-files
RUN mkdir -p /files/command && \
    cp platform/cli/target/cli-*.jar platform/cli/target/lib/*.jar /files/command/ && \
    rm -f /files/command/embedded-postgres-binaries-*.jar && \
    cp platform.yaml /files/ && \
    for module in $(sed -n "s/^ *module: *//p" platform.yaml); do mkdir -p "/files/$module"; done && \
    cp --parents -r */src/main/resources/db /files/

# (A tmpfs takes the mode of the folder that it covers when the container is started again, hence 1777.)
FROM eclipse-temurin:25-jre AS tools
RUN groupadd --gid 10001 bulkhead && useradd --uid 10001 --gid 10001 --no-create-home --shell /usr/sbin/nologin bulkhead && \
    mkdir -p /state/secrets /state/run /state/logs /secrets/auth /secrets/payment /secrets/game /secrets/media /secrets/postgres /hba && \
    chown -R 10001:10001 /state /secrets && chmod -R 0700 /state /secrets && chmod 1777 /state/run /state/logs && \
    chown 10001:999 /secrets/postgres /hba && chmod 2750 /secrets/postgres /hba
COPY --from=tools-files /files /bulkhead
USER 10001:10001
WORKDIR /state
ENTRYPOINT ["java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx128m", "-Dbulkhead.root=/bulkhead", \
            "-Dbulkhead.state=/state", "-cp", "/bulkhead/command/*", "dev.bulkhead.cli.Bulkhead"]

# Only for docker-compose.backup.yml: the server with pgBackRest, which archives its log. (No folder /state/secrets: the volume
# there would take its owner from it.)
FROM postgres:18 AS postgres
RUN apt-get update && apt-get install -y --no-install-recommends pgbackrest && rm -rf /var/lib/apt/lists/* && \
    mkdir -p /socket /state/run /state/logs /state/backup /state/backups/server /state/scratch && \
    chown -R 999:999 /socket /state && chmod -R 0700 /socket /state && chmod 1777 /state/run /state/logs

# The same with the command, which takes the backups, verifies and restores them.
FROM postgres AS backup
COPY --from=eclipse-temurin:25-jre /opt/java/openjdk /opt/java/openjdk
COPY platform/docker/backup-tool /usr/local/bin/backup-tool
COPY --from=tools-files /files /bulkhead
USER 999:999
WORKDIR /state
ENTRYPOINT ["backup-tool"]

# A service or the gateway, as plain jars: they start faster than one jar with all others inside.
FROM build AS application-files
ARG MODULE
RUN cp ${MODULE}/target/${MODULE}-*.jar /tmp/application.jar && \
    java -Djarmode=tools -jar /tmp/application.jar extract --destination /files

FROM eclipse-temurin:25-jre AS application
RUN groupadd --gid 10001 bulkhead && useradd --uid 10001 --gid 10001 --no-create-home --shell /usr/sbin/nologin bulkhead && \
    mkdir -p /data /run/bulkhead/secrets && chown 10001:10001 /data /run/bulkhead/secrets && chmod 0700 /data /run/bulkhead/secrets
COPY platform/docker/healthy /usr/local/bin/healthy
COPY --from=application-files /files /application
USER 10001:10001
WORKDIR /data
ENTRYPOINT ["java", "-Xmx192m", "-Xss512k", "-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", "-XX:+ExitOnOutOfMemoryError", \
            "-jar", "/application/application.jar"]
