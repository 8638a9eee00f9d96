"""The index behind `core.names`: who is named where, found across scripts, within permissions.

    actions.index(source, bearers, …)      keep the names of a notice, an entry, an accepted report
    actions.remove(source)                 and take them out again
    queries.candidates(name, reach, …)     who may be meant, best first, with the evidence
    queries.sharing(identifiers, reach)    who has the same phone, account, handle, address, number

`reach.of(facts, agreements)` says what an officer may see; nothing else is looked at.
"""
