-- The passes of a job, those that come one after the other in one row. One file for H2 and PostgreSQL.

-- From seq to last_seq along a branch, all DONE by one node; a pass that ended otherwise is alone.
create table tracking.stretch (
    job       varchar(64) ${plain} not null,
    branch    varchar(500) ${plain} not null,
    seq       integer      not null,
    last_seq  integer      not null,
    outcome   varchar(16)  not null,
    to_memory boolean      not null,
    node      varchar(200),
    -- A JSON array, an object for each; times in microseconds since 1970.
    passes    varchar      not null,
    primary key (job, branch, seq)
);
