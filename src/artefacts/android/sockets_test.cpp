#include <gtest/gtest.h>

#include "testing/records.h"

namespace bridle::testing {

TEST(AndroidSockets, reads_ss_and_netstat) {
  EXPECT_EQ(
      records("android.sockets", R"dump(Netid State  Recv-Q Send-Q  Local Address:Port   Peer Address:Port
tcp   ESTAB  0      0       192.168.1.2:44444     142.250.1.1:443  users:(("evil.remote",pid=7,fd=2)) uid:10101 ino:5 sk:1
	 cubic rto:204
tcp   LISTEN 0      128     [::]:8080      [::]:*  ino:5
tcp6       0      0 ::ffff:192.168.1.2:44444 ::ffff:1.2.3.4:443 ESTABLISHED
udp   UNCONN 0 0 [2001:db8::1]%wlan0:68 *:*
unix  x
)dump",
              "dumpstate/detailed_socket_state"),
      "line 2 | tcp | ESTAB | 192.168.1.2 | 44444 | 142.250.1.1 | 443 | 10101 | evil.remote | 7\n"
      "line 4 | tcp | LISTEN |  | 8080 |  | NULL | NULL | NULL | NULL\n"
      "line 5 | tcp6 | ESTABLISHED | 192.168.1.2 | 44444 | 1.2.3.4 | 443 | NULL | NULL | NULL\n"
      "line 6 | udp | UNCONN | 2001:db8::1 | 68 |  | NULL | NULL | NULL | NULL\n"
      "note: lines of another form, which were passed over: 2\n");
}

}  // namespace bridle::testing
