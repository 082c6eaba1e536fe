# syntax directive left out on purpose: it would fetch a frontend from a registry.
# Any image with Node 22.18 or newer and npm will do.
ARG NODE_IMAGE=node:24-bookworm-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /app
COPY package.json package-lock.json ./
# The scripts of packages fetch a Node and an embedded PostgreSQL, neither of which is of use here.
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN node scripts/build.js

FROM ${NODE_IMAGE} AS packages
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund

FROM ${NODE_IMAGE}
WORKDIR /app
ENV NODE_ENV=production HOST=0.0.0.0 HOME=/tmp
COPY --from=packages /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY package.json LICENSE ./
COPY bin bin
COPY schema schema
COPY migrations migrations
COPY jobs/crontab jobs/crontab
# By number: the base image need not know the name of any user.
USER 1000:1000
EXPOSE 4000
ENTRYPOINT ["node", "bin/saddlepoint.js"]
CMD ["--help"]
