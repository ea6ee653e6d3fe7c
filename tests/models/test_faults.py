"""What a server refuses is told by the number of its error, whatever language it speaks."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import DatabaseError

from models import faults
from models.problem import UserError

SERVER = "postgresql+psycopg://marie:secret@serveur/carnet"


class RefusedError(Exception):
    """An error of the driver, with its number."""

    def __init__(self, message: str, sqlstate: str | None) -> None:
        super().__init__(message)
        self.sqlstate = sqlstate


@pytest.mark.parametrize(
    ("message", "state", "code"),
    [
        ("n’a pas pu étendre le fichier : Aucun espace disponible sur le périphérique", "53100", "disk_full"),
        ("ne peut pas exécuter INSERT dans une transaction en lecture seule", "25006", "place_read_only"),
        ("arrêt des connexions suite à la demande de l’administrateur", "57P01", "server_unreachable"),
        ("la connexion au serveur a été coupée", "08006", "server_unreachable"),
        ("could not extend file: No space left on device", None, "disk_full"),
    ],
)
def test_a_refusal_is_known_by_its_number(message: str, state: str | None, code: str) -> None:
    with pytest.raises(UserError) as told, faults.told(SERVER):
        raise DatabaseError("INSERT", {}, RefusedError(message, state))
    problem = told.value.problems[0]
    assert problem.code == code
    assert "secret" not in str(problem.values)


@pytest.mark.parametrize("state", ["23505", "42601", None])
def test_what_is_a_bug_of_ours_stays_one(state: str | None) -> None:
    with pytest.raises(DatabaseError), faults.told(SERVER):
        raise DatabaseError("INSERT", {}, RefusedError("la valeur d’une clé dupliquée", state))
