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
airflow=$(random 12)
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
# Yours to fill in:
SEKKO_CONTACT=
SEKKO_X_BEARER_TOKEN=
SEKKO_NOTIFY_URL=
ENV
printf '{"admin": "%s"}\n' "$airflow" > .secrets/airflow_passwords.json
cat > .secrets/objects_identities.json <<JSON
{"identities": [{"name": "sekko", "credentials": [{"accessKey": "sekko", "secretKey": "$objects"}],
  "actions": ["Admin", "Read", "Write", "List", "Tagging"]}]}
JSON
# The containers' users (not root) read these two through the secrets mount.
chmod 755 .secrets
chmod 644 .secrets/*.json
echo "Wrote .env and .secrets/. Airflow's admin password is in .secrets/airflow_passwords.json."
