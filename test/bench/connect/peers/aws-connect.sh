#!/bin/sh
# What people have in a script: the AWS CLI pushes a key, and ssh logs in with it.
#   aws-connect.sh USER PUBLIC_KEY COMMAND SSH_OPTION…
# The instance is INSTANCE in ZONE with ADDRESS, or is looked up by NAME, its Name tag. AWS_PROGRAM is the AWS CLI;
# PYTHON runs it, where it isn't a program by itself.
set -e
user=$1 key=$2 command=$3
shift 3

aws_cli() { ${PYTHON:+"$PYTHON"} "$AWS_PROGRAM" "$@"; }

if [ -n "$NAME" ]; then
  found=$(aws_cli ec2 describe-instances \
    --filters "Name=tag:Name,Values=$NAME" Name=instance-state-name,Values=running \
    --query 'Reservations[].Instances[].[InstanceId,Placement.AvailabilityZone,PublicIpAddress]' --output text)
  read -r INSTANCE ZONE ADDRESS <<FOUND
$found
FOUND
fi
aws_cli ec2-instance-connect send-ssh-public-key --instance-id "$INSTANCE" --availability-zone "$ZONE" \
  --instance-os-user "$user" --ssh-public-key "file://$key" >/dev/null
exec ssh "$@" "$user@$ADDRESS" "$command"
