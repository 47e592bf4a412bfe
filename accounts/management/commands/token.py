"""`manage.py token USER [--name N]`: make a token for a program and print it once."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts import services
from accounts.models import User
from common.permissions import Permission


class Command(BaseCommand):
    """Make a token for a program that acts as a person."""

    help = "Make a token for a program that acts as a person, and print it once."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the person's sign-in name and what the token is for."""
        parser.add_argument("user", help="sign-in name of the person")
        parser.add_argument("--name", default="command line", help="what the token is for")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the new token alone on its line, so that a script can keep it."""
        user = User.objects.filter(username=options["user"]).first()
        if user is None:
            raise CommandError(f"Nobody signs in as {options['user']}.")
        if not user.is_active or not user.may(Permission.USE_API):
            raise CommandError(f"{options['user']} may not use the programming interface; give another role first.")
        fresh = services.create_token(actor=None, user=user, name=options["name"][:60], at=timezone.now())
        self.stdout.write(fresh.token)
