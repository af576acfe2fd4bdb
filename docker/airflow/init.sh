#!/usr/bin/env bash
# Once per `docker compose up`: the metadata database, the bucket, the index templates.
set -euo pipefail
airflow db migrate
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
