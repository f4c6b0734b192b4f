create table sample.number (n integer primary key);
