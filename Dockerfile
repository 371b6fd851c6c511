# Halfstar in a container: docs/deployment.md says how to run it, and how to pin the base by its digest.

FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY client/package.json client/
# Nothing that is installed needs a script of its own, so none is run.
RUN npm ci --ignore-scripts
COPY scripts/build.mjs scripts/
COPY tsconfig.json ./
COPY client/src client/src
COPY web web
COPY server/src server/src
RUN npm run build
# The client is a folder of ours that the service does not use, and this base has no musl.
RUN npm prune --omit=dev --ignore-scripts && rm -rf node_modules/@halfstar node_modules/@libsql/*-musl
RUN mkdir /data

# Only copies from here on: what runs needs neither a shell nor npm, and another base with Node 24 and glibc would do.
FROM node:24-slim
LABEL org.opencontainers.image.title="Halfstar" \
      org.opencontainers.image.description="A movie-rating service" \
      org.opencontainers.image.licenses="MIT"
# Uploads lie in TMPDIR while they are read: there may be nowhere else to write.
ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    METRICS_HOST=0.0.0.0 \
    DATABASE_URL=file:/data/halfstar.db \
    TMPDIR=/data
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules node_modules/
COPY --from=build /app/dist dist/
COPY server/data server/data/
COPY LICENSE ./
# The user "node" of the base, by number: only then can Kubernetes tell that it is not root.
COPY --from=build --chown=1000:1000 /data /data/
USER 1000:1000
VOLUME /data
EXPOSE 8080 8081
STOPSIGNAL SIGTERM
# Node alone, as `halfstar` would load all of the service for each yes or no. What restarts on it must not do so because
# the database is away, so it asks /health and not /ready.
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.PORT || 8080) + '/health').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "/app/dist/main.js"]
CMD ["serve"]
