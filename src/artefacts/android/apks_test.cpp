#include <gtest/gtest.h>

#include "testing/records.h"

namespace bridle::testing {

TEST(AndroidApks, reads_every_file_of_every_app) {
  EXPECT_EQ(
      records(
          "android.apks",
          R"dump([{"name":"com.whatsapp","files":[{"path":"/data/app/base.apk","md5":"m","sha1":"s1","sha256":"s2","sha512":"s5","error":"","verified_certificate":true,"certificate":{"Md5":"c5","Sha1":"c1","Sha256":"c2","ValidFrom":"2010-06-25T23:07:16Z","ValidTo":"2044","Issuer":"I","Subject":"S","SerialNumber":99999999999999999999},"certificate_error":"","trusted_certificate":true},{"path":"/data/app/split.apk","certificate":{"Md5":""}}],"installer":"null","uid":10143,"disabled":false,"system":false,"third_party":true},{"name":"com.b","files":null,"installer":"com.android.vending","system":true},{"files":[]}]
)dump",
          "androidqf/packages.json"),
      "key [0].files[0] | com.whatsapp | /data/app/base.apk | NULL | 10143 | false | false | true | s2 | s1 "
      "| m | s5 | c2 | c1 | c5 | S | I | 2010-06-25T23:07:16Z | 2044 | true | true | NULL | NULL | null | 0 "
      "| "
      "{\"name\":\"com.whatsapp\",\"files\":[{\"path\":\"/data/app/"
      "base.apk\",\"md5\":\"m\",\"sha1\":\"s1\",\"sha256\":\"s2\",\"sha512\":\"s5\",\"error\":\"\","
      "\"verified_certificate\":true,\"certificate\":{\"Md5\":\"c5\",\"Sha1\":\"c1\",\"Sha256\":\"c2\","
      "\"ValidFrom\":\"2010-06-25T23:07:16Z\",\"ValidTo\":\"2044\",\"Issuer\":\"I\",\"Subject\":\"S\","
      "\"SerialNumber\":\"99999999999999999999\"},\"certificate_error\":\"\",\"trusted_certificate\":true},{"
      "\"path\":\"/data/app/"
      "split.apk\",\"certificate\":{\"Md5\":\"\"}}],\"installer\":\"null\",\"uid\":10143,\"disabled\":false,"
      "\"system\":false,\"third_party\":true}\n"
      "key [0].files[1] | com.whatsapp | /data/app/split.apk | NULL | 10143 | false | false | true | NULL | "
      "NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | "
      "null | 0 | \n"
      "key [1] | com.b | NULL | com.android.vending | NULL | false | true | false | NULL | NULL | NULL | "
      "NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | "
      "com.android.vending | 1 | "
      "{\"name\":\"com.b\",\"files\":null,\"installer\":\"com.android.vending\",\"system\":true}\n"
      "skip key [2]: an app without its name\n");
}

}  // namespace bridle::testing
