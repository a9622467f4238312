/**
 * Programs and builtins that an injected line begins with, of POSIX shells and of Windows' command line (POSIX.1-2017
 * XCU 4, coreutils, the Windows Commands reference). What counts is how much a name says by itself.
 */

/** Names that no text uses for anything else: enough with an argument that is no plain word, or alone. */
const distinct = `whoami wget curl nslookup ifconfig ipconfig uname netstat systeminfo tasklist taskkill certutil bitsadmin
  powershell pwsh mshta rundll32 regsvr32 wmic ncat netcat socat telnet traceroute tracert chmod chown chgrp mkfifo nohup
  crontab useradd userdel usermod printenv lsb_release ssh-keygen tftp busybox phpinfo bash zsh ksh dash csh tcsh sudo
  python python2 python3 perl ruby lua nodejs xxd base64 base32 rsync scp sftp ssh openssl gcc cc awk gawk sed egrep fgrep
  grep tac xargs strace gdb tcpdump nmap iptables systemctl service insmod rmmod mkdir rmdir cmd cmd.exe powershell.exe
  icacls cacls attrib xcopy robocopy schtasks netsh arp cscript wscript msiexec getent hexdump sha256sum md5sum dd lsof
  ps nc env ls pwd id df du vi vim nano php awk nl od wc rm cp mv tee tar gzip gunzip unzip ping6 dig adduser passwd
  wall poweroff halt reboot shutdown uptime pkill killall nproc lscpu dmesg lsmod nslookup.exe whoami.exe ping.exe`;

/** Names that are words of a language: enough with arguments that only programs are given. */
const words = `cat head tail more less dir type find cut sort cp touch echo printf ping sleep host set export sh kill zip cd
  date su eval exec source file strings stat who w last hostname ftp mount node copy del move net ver reg timeout start
  time top watch paste nice expr dotnet java
  python pip npm docker kubectl git make rev sum yes seq logger`;

/** Names that mean something without any argument. */
const alone = `whoami ifconfig ipconfig uname netstat systeminfo tasklist printenv ls dir id pwd env ps ver w who set hostname
  df mount su last reboot shutdown halt poweroff uptime date phpinfo bash sh zsh users top dmesg lsof lscpu arp route
  cat powershell cmd cmd.exe whoami.exe export groups pwsh`;

const setOf = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

export const DISTINCT = setOf(distinct);
export const WORDS = setOf(words);
export const ALONE = setOf(alone);
/** Whose argument is a host, an address or a URL. */
export const NETWORK = setOf(
  'ping ping6 nslookup dig host curl wget telnet ftp tftp ssh scp nc ncat netcat traceroute tracert nmap net openssl',
);
/** Whose argument is a number. */
export const COUNTING = setOf('sleep timeout ping kill seq expr');
/** Whose argument is any text: one that is a single word is a probe that looks for its echo. */
export const ECHOING = setOf('echo printf su set passwd');
