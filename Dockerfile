# The command line of scim-conformance; mount the folder with scim-target.yaml at /work, where reports go, too:
#   docker run --rm --user "$(id -u)" -v "$PWD:/work" -e SCIM_TOKEN scim-conformance run --yes
# Journals are kept there as well (.scim-conformance), so that the sweep of a later container finds what one left that was killed.
FROM node:24-slim
WORKDIR /opt/scim-conformance
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts --no-fund --no-audit && npm cache clean --force
COPY tsconfig.json ./
COPY src ./src
COPY suites ./suites
COPY fixtures ./fixtures
ENV SCIM_CONFORMANCE_STATE=/work/.scim-conformance
USER node
WORKDIR /work
ENTRYPOINT ["node", "/opt/scim-conformance/src/bin.ts"]
