# The command line of scim-conformance; mount the folder with scim-target.yaml at /work.
FROM node:24-slim
WORKDIR /opt/scim-conformance
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts
COPY tsconfig.json ./
COPY src ./src
COPY suites ./suites
COPY fixtures ./fixtures
USER node
WORKDIR /work
ENTRYPOINT ["node", "/opt/scim-conformance/src/bin.ts"]
