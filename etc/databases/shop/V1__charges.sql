-- The shop's own tables, run at the start in the order of their numbers; never edit one that has run, add the next.
-- Nothing here keeps an order from being charged twice: the transaction of the payment step must.
create table charge (
    order_number varchar(40)  not null,
    job          varchar(64)  not null,
    amount       bigint       not null,
    charged_at   timestamp(6) with time zone default current_timestamp not null
);
