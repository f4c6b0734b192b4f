-- Flows with their versions. One file for H2 and PostgreSQL.

create table tracking.flow_version (
    flow        varchar(200) ${plain} not null,
    version     varchar(64) ${plain} not null,
    -- As it was named when it was deployed last; its text, and that of the schema that it names.
    file        varchar(1000) not null,
    yaml        ${largeBytes} not null,
    schema_text ${largeBytes},
    deployed_at timestamp(6) with time zone not null,
    deployed_by varchar(200) not null,
    primary key (flow, version)
);

-- Of the flow that its copies run in; null for what waited before there was one.
alter table tracking.join_wait add column version varchar(64) ${plain};
