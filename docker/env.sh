#!/bin/sh
# Writes .env and .secrets/ with fresh random passwords, once; what is there stays.
set -eu
if [ -e .env ]; then
    echo ".env is there already; remove it (and the volumes that know its passwords) for a new one." >&2
    exit 0
fi
umask 077
random() { head -c "$1" /dev/urandom | od -An -tx1 | tr -d ' \n'; }
# A Fernet key is 32 bytes in URL-safe base64.
fernet=$(head -c 32 /dev/urandom | base64 | tr '+/' '-_' | tr -d '\n')
objects=$(random 20)
mkdir -p .secrets
cat > .env <<ENV
ELASTIC_PASSWORD=$(random 16)
KIBANA_PASSWORD=$(random 16)
KIBANA_ENCRYPTION_KEY=$(random 16)
POSTGRES_PASSWORD=$(random 16)
REDIS_PASSWORD=$(random 16)
OBJECTS_SECRET_KEY=$objects
AIRFLOW_FERNET_KEY=$fernet
AIRFLOW_JWT_SECRET=$(random 32)
AIRFLOW_ADMIN_PASSWORD=$(random 16)
# Yours to fill in:
SEKKO_CONTACT=
SEKKO_X_BEARER_TOKEN=
SEKKO_NOTIFY_URL=
ENV
cat > .secrets/objects_identities.json <<JSON
{"identities": [{"name": "sekko", "credentials": [{"accessKey": "sekko", "secretKey": "$objects"}],
  "actions": ["Admin", "Read", "Write", "List", "Tagging"]}]}
JSON
# The container's user reads it through the secrets mount.
chmod 755 .secrets
chmod 644 .secrets/*.json
echo "Wrote .env and .secrets/. Airflow's user is admin, its password AIRFLOW_ADMIN_PASSWORD there."
