"""Names screened across scripts: prepare a name, compare two, find candidates, say why.

    left, right = prepare("សុខ ចាន់", Kind.PERSON), prepare("CHAN Sok", Kind.PERSON)
    found = compare(left, right)   # score on one scale: LIKELY (0.8) and above is proposed
    found.met                      # which words met, by what path, how nearly
    found.oddities                 # mixed scripts, invisible characters, …: told whatever the score

`agree` asks it of two papers; `identifier` brings phones, accounts and the like to one form;
`index_terms` and `Shelf` find the names worth comparing among many. All of it is pure: the same
names give the same answer on every node, in both directions.
"""

from kakehashi.core.names.agreeing import Agreed, Agreement, agree
from kakehashi.core.names.cleaning import Flag, Oddity, Script, clean
from kakehashi.core.names.identifiers import SHARED_BY_MANY, Identifier, Mark, identifier
from kakehashi.core.names.matching import Comparison, Met, compare, likeness, near
from kakehashi.core.names.meeting import Path
from kakehashi.core.names.prepared import Kind, Prepared, prepare
from kakehashi.core.names.shelf import Shelf
from kakehashi.core.names.terms import index_terms
from kakehashi.core.names.thresholds import LIKELY, POSSIBLE

__all__ = [
    "LIKELY",
    "POSSIBLE",
    "SHARED_BY_MANY",
    "Agreed",
    "Agreement",
    "Comparison",
    "Flag",
    "Identifier",
    "Kind",
    "Mark",
    "Met",
    "Oddity",
    "Path",
    "Prepared",
    "Script",
    "Shelf",
    "agree",
    "clean",
    "compare",
    "identifier",
    "index_terms",
    "likeness",
    "near",
    "prepare",
]
