"""People for tests."""

import factory
from factory.django import DjangoModelFactory

from accounts.models import User
from accounts.roles import Role

PASSWORD = "a lamp under the bridge"


class PersonFactory(DjangoModelFactory):
    """One person of the staff; the password is PASSWORD."""

    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"person{n}")
    role = Role.OPERATIONS
    password = factory.django.Password(PASSWORD)
