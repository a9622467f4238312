import { Token } from './token.js';

/**
 * Words with a meaning in SQL, gathered from the reserved-word and function lists of the manuals of MySQL, PostgreSQL,
 * SQL Server, Oracle and SQLite. A function counts as one only before a parenthesis; elsewhere it is a name.
 */
const table: readonly (readonly [kind: Token, words: string])[] = [
  [Token.Logic, 'and or xor'],
  [Token.Not, 'not'],
  [
    Token.Comparison,
    'like rlike regexp in between is ilike similar glob sounds soundslike overlaps isnull notnull',
  ],
  [Token.Operator, 'div mod binary prior'],
  [Token.Union, 'union intersect except minus'],
  [Token.Select, 'select'],
  [
    Token.Statement,
    `insert update delete drop create alter truncate exec execute declare grant revoke merge replace call load
    shutdown waitfor backup restore kill copy handler rename prepare deallocate attach bulk dbcc reconfigure`,
  ],
  [
    Token.Clause,
    `from where having group order limit offset fetch into procedure returning window join inner outer cross natural
    straight_join on using set values`,
  ],
  [
    Token.Word,
    `as by all distinct distinctrow top collate escape case when then else interval over partition left right full
    unique any some exists cast convert sql_calc_found_rows sql_no_cache high_priority for with begin if while row to`,
  ],
  [Token.Suffix, 'asc desc end nulls first last unknown'],
  [
    Token.Constant,
    `null true false current_user session_user system_user current_date current_time current_timestamp localtime
    sysdate rownum`,
  ],
  [
    Token.Function,
    `abs ascii avg bin bit_length char char_length character_length chr coalesce column_get compress concat concat_ws
    conv count crc32 current_database current_schema database db_name decode elt encode exp export_set field
    find_in_set floor format from_base64 greatest group_concat hex host_name iif ifnull inet_aton
    instr is_srvrolemember is_member json_array json_extract json_object last_insert_id least length locate log lower lpad ltrim make_set max md5 mid min now nullif nvl nvl2 object_id octet_length oct ord
    password pi position pow power quote rand random reverse row_count rpad rtrim schema schema_name
    sha sha1 sha2 sign space sqlite_version sqrt stddev strcmp string_agg stuff substr substring substring_index sum
    suser_name suser_sname sys_context table_name to_base64 to_char to_number translate trim typeof unhex unicode
    unistr upper user user_id user_name uuid version wm_concat xmlagg xmlelement xmlforest hextoraw rawtohex
    soundex to_date cot asin convert_from convert_to array_to_string quote_literal query_to_xml listagg openrowset
    opendatasource openquery regexp_substr regexp_like regexp_replace iscompressed connection_id
    datalength readfile writefile is_free_lock generate_series row_to_json`,
  ],
  [
    Token.Danger,
    `sleep benchmark pg_sleep pg_sleep_for pg_sleep_until load_file extractvalue updatexml xmltype get_lock
    release_lock randomblob zeroblob load_extension lo_import lo_export lo_get pg_read_file pg_read_binary_file
    pg_ls_dir sys_eval sys_exec dblink dblink_connect name_const gtid_subset gtid_subtract geometrycollection
    multipoint multipolygon linestring multilinestring st_latfromgeohash st_longfromgeohash st_pointfromgeohash
    master_pos_wait httpuritype ctxsys.drithsx.sn database_to_xml table_to_xml xmltransform dbms_pipe.receive_message
    fn_xe_file_target_read_file  fn_get_audit_file fn_trace_gettable 
    readxmlfile bfilename`,
  ],
];

/** Package and procedure names that only reach outside the query. */
const dangerousPrefixes = [
  'xp_',
  'sp_',
  'dbms_',
  'utl_',
  'pg_ls_',
  'pg_read_',
  'master..',
  'master.dbo.',
  'sys.dbms_',
];

const longest = 26;
const words = new Map<string, Token>();
for (const [kind, list] of table) for (const word of list.split(/\s+/)) words.set(word, kind);

/**
 * The kind of a bare word.
 * @param word in lower case
 * @param isCall true when an opening parenthesis comes next
 */
export function kindOfWord(word: string, isCall: boolean): Token {
  const kind = word.length > longest ? undefined : words.get(word);
  if (kind === undefined)
    return isCall && dangerousPrefixes.some(prefix => word.startsWith(prefix)) ? Token.Danger : Token.Name;
  return (kind === Token.Function || kind === Token.Danger) && !isCall ? Token.Name : kind;
}
