-- Copies of jobs that wait in joins for the other copies. One file for H2 and PostgreSQL.

-- branch is that of the joined job, seq the event with which its copies parted.
create table tracking.join_wait (
    job       varchar(64) ${plain} not null,
    branch    varchar(500) ${plain} not null,
    seq       integer      not null,
    flow      varchar(200) ${plain} not null,
    step      varchar(200) ${plain} not null,
    channel   varchar(200) ${plain} not null,
    copies    integer      not null,
    -- That opened it; then that closed it.
    node      varchar(200) ${plain},
    state     varchar(16) ${plain} not null,
    closed_by varchar(100) ${plain},
    closed_at timestamp(6) with time zone,
    -- When to look again whether it has waited long enough; null if it is closed.
    due_at    timestamp(6) with time zone,
    primary key (job, branch, seq)
);

create index join_wait_by_due on tracking.join_wait (due_at);
create index join_wait_by_state on tracking.join_wait (state);

-- copy_branch and copy_seq name the event with which the copy came to the join.
create table tracking.join_part (
    job         varchar(64) ${plain} not null,
    branch      varchar(500) ${plain} not null,
    seq         integer      not null,
    number      integer      not null,
    copy_branch varchar(500) ${plain} not null,
    copy_seq    integer      not null,
    message     ${largeBytes} not null,
    primary key (job, branch, seq, number)
);
