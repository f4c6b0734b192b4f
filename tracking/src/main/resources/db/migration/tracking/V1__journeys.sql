-- One file for H2 and PostgreSQL. Names in indexes are short enough for an index entry of PostgreSQL (2,704 bytes) in any script.

create table tracking.journey (
    job            varchar(64) ${plain} primary key,
    flow           varchar(200) ${plain} not null,
    version        varchar(64),
    correlation_id varchar(500) ${plain},
    parent         varchar(64) ${plain},
    state          varchar(16) ${plain} not null,
    step           varchar(200) ${plain},
    channel        varchar(200) ${plain},
    open_branches  integer      not null,
    balance        integer      not null,
    failed         integer      not null,
    expired        integer      not null,
    lost           integer      not null,
    compensated    integer      not null,
    cancelled      integer      not null,
    redelivered    integer      not null,
    attempts       integer      not null,
    partial        boolean      not null,
    started_at     timestamp(6) with time zone not null,
    updated_at     timestamp(6) with time zone not null,
    ended_at       timestamp(6) with time zone
);

-- Each search walks one of these from its newest end and stops at the page's last row.
create index journey_by_start on tracking.journey (started_at, job);
create index journey_by_flow on tracking.journey (flow, started_at, job);
create index journey_by_state on tracking.journey (state, started_at, job);
create index journey_by_step on tracking.journey (step, started_at, job);
create index journey_by_correlation on tracking.journey (correlation_id, started_at, job);
create index journey_by_end on tracking.journey (ended_at);

-- Apart from the journeys, so that a search for text in errors reads only the few journeys that have one.
create table tracking.journey_error (
    job        varchar(64) ${plain} primary key,
    started_at timestamp(6) with time zone not null,
    error      varchar(4000) not null
);

create index journey_error_by_start on tracking.journey_error (started_at, job);

create table tracking.step (
    job         varchar(64) ${plain} not null,
    branch      varchar(500) ${plain} not null,
    seq         integer       not null,
    step        varchar(200) ${plain},
    channel     varchar(200) ${plain},
    application varchar(500),
    attempt     integer       not null,
    redelivered boolean       not null,
    queued_at   timestamp(6) with time zone,
    started_at  timestamp(6) with time zone not null,
    ended_at    timestamp(6) with time zone not null,
    outcome     varchar(16)   not null,
    error       varchar(4000),
    sent_to     varchar,
    to_memory   boolean       not null,
    node        varchar(200),
    primary key (job, branch, seq)
);

-- The value is split, since a whole one may be too long for an index entry: value = head || rest.
create table tracking.item (
    job    varchar(64) ${plain} not null,
    branch varchar(500) ${plain} not null,
    seq    integer      not null,
    name   varchar(200) ${plain} not null,
    head   varchar(200) ${plain} not null,
    rest   varchar(801) not null,
    primary key (job, branch, seq, name)
);

create index item_by_value on tracking.item (name, head, job);
