# The manager in a container, beside the plotters of the image it is put on (Debian, Ubuntu and their like).
#
#   docker build -t plotmanager .                                   # on Debian: bring a plotter as a file
#   docker build --build-arg BASE=ghcr.io/chia-network/chia -t plotmanager .   # on an image that has chia
#   docker run -d --name plotting --init -v /srv/plotting:/farm -v /mnt/nvme0:/mnt/nvme0 -v /mnt/hdd0:/mnt/hdd0 plotmanager
#   docker exec -it plotting plotmanager view
#
# /farm holds config.yaml; the logs and the manager's own files come there too. Mount drives under the paths that the config names.
# Plotters live in the container: they end with it. Let them finish first: docker exec plotting plotmanager drain. A changed config needs
# no new container, it is taken over while the plots run.
# The images go by name here, so that a build gets their repairs; contrib/container/pin writes their digests in for a release.
ARG BASE=debian:stable-slim
ARG SDK=mcr.microsoft.com/dotnet/sdk:10.0
FROM ${SDK} AS build
WORKDIR /source
COPY . .
ARG TARGETARCH=amd64
RUN case $TARGETARCH in amd64) rid=linux-x64 ;; *) rid=linux-$TARGETARCH ;; esac \
    && dotnet publish src/PlotManager -c Release -r $rid -p:DebugType=embedded -p:RestoreLockedMode=true -o /program

FROM ${BASE}
# OpenSSL (which ca-certificates brings) for notifications, and the zones of clocks.
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates libstdc++6 tzdata && rm -rf /var/lib/apt/lists/*
COPY --from=build /program /opt/plotmanager
COPY contrib/container/init /opt/plotmanager-init
RUN ln -s /opt/plotmanager/plotmanager /usr/local/bin/plotmanager
ENV PLOTMANAGER_CONFIG=/farm/config.yaml
WORKDIR /farm
VOLUME /farm
ENTRYPOINT []
# Not the manager itself: what must outlive it, so that plots do not end with it (docs/service.md).
CMD ["/opt/plotmanager-init"]
