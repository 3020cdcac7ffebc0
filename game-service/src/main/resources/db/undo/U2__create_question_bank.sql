drop table ${prefix}question_bank;
