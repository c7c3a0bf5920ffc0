"""What moto and botocore read from the environment. To be prepared before either is imported."""

import os

REGION = "ap-northeast-2"
ACCOUNT = "123456789012"

_foreign = ("AWS_", "BOTO_", "MOTO_")
_own = {
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    "AWS_EC2_METADATA_DISABLED": "true",
    "MOTO_DISABLE_GLOBAL_CORS": "true",
    # Otherwise each region loads 1,301 images.
    "MOTO_EC2_LOAD_DEFAULT_AMIS": "false",
}


def prepare_environment() -> None:
    """Takes out what the caller's settings would change, and puts in what the lab wants."""
    # sshd's commands run as another user, and read the keys.
    os.umask(0o022)
    for name in [name for name in os.environ if name.startswith(_foreign)]:
        del os.environ[name]
    os.environ.update(_own)
