#!/usr/bin/env bash
# Once per `docker compose up`: the metadata database, the admin, the bucket, the index.
set -euo pipefail
airflow db migrate
# The API server reads the password here and must be able to open the file for writing.
printf '{"admin": "%s"}\n' "$AIRFLOW_ADMIN_PASSWORD" > /opt/airflow/auth/passwords.json
python - <<'PYTHON'
import boto3
from botocore.exceptions import ClientError

client = boto3.client("s3")
try:
    client.head_bucket(Bucket="sekko")
except ClientError:
    client.create_bucket(Bucket="sekko")
PYTHON
sekko index create
