#include "findings/selected.h"

namespace bridle::rule_files::android::usb_devices {

extern const Rule rule;

namespace {

constexpr NeededTable needs_0[] = {{"android_log_events", {"kind", "tag", "message", "time"}}};
constexpr NeededTable needs_1[] = {{"android_usb_connections", {"kind", "time", "vendor_id", "product_id"}}};

constexpr Selection selections[] = {
    {.needs = needs_0,
     .sql = "SELECT 'android_log_events', t.id, (CASE WHEN t.message LIKE '%uvc%' THEN 'a camera' WHEN "
            "t.message LIKE '%usb-audio%' OR t.message LIKE '%snd-usb%' THEN 'a sound device' WHEN t.message "
            "LIKE '%hid-%' OR t.message LIKE '%usbhid%' OR t.message LIKE '%USB HID%' THEN 'a keyboard or "
            "mouse' END), t.time FROM android_log_events t WHERE t.kind = 'usb' AND t.tag = 'kernel' AND "
            "(CASE WHEN t.message LIKE '%uvc%' THEN 'a camera' WHEN t.message LIKE '%usb-audio%' OR "
            "t.message LIKE '%snd-usb%' THEN 'a sound device' WHEN t.message LIKE '%hid-%' OR t.message LIKE "
            "'%usbhid%' OR t.message LIKE '%USB HID%' THEN 'a keyboard or mouse' END) IS NOT NULL AND "
            "(SELECT count(DISTINCT (CASE WHEN o.message LIKE '%uvc%' THEN 'a camera' WHEN o.message LIKE "
            "'%usb-audio%' OR o.message LIKE '%snd-usb%' THEN 'a sound device' WHEN o.message LIKE '%hid-%' "
            "OR o.message LIKE '%usbhid%' OR o.message LIKE '%USB HID%' THEN 'a keyboard or mouse' END)) "
            "FROM android_log_events o WHERE o.task = t.task AND o.kind = 'usb' AND o.tag = 'kernel') >= 2 "
            "ORDER BY t.id",
     .one = "USB devices were connected: {1}.",
     .many = "USB devices of {0} kinds were connected: {1}."},
    {.needs = needs_1,
     .sql = "SELECT 'android_usb_connections', id, coalesce(vendor_id, '?') || ':' || coalesce(product_id, "
            "'?'), time FROM android_usb_connections WHERE kind IN ('unread', 'bad') ORDER BY id",
     .one = "A USB device was connected whose description the phone could not read, or refused: {1}.",
     .many = "{0} USB devices were connected whose description the phone could not read, or refused: {1}."},
    {.needs = needs_1,
     // A phone keeps 32 connections: more are somebody's invention, and would take the square of their time.
     .sql =
         "WITH put AS (SELECT * FROM android_usb_connections WHERE kind = 'connected' AND vendor_id IS NOT "
         "NULL ORDER BY id LIMIT 1000) SELECT 'android_usb_connections', t.id, t.vendor_id || ':' || "
         "t.product_id, t.time FROM put t WHERE (SELECT count(DISTINCT o.vendor_id || ':' || o.product_id) "
         "FROM put o WHERE o.task = t.task AND abs(o.time - t.time) <= 120000000000) >= 3 ORDER BY t.id",
     .one = "USB devices were connected within two minutes: {1}.",
     .many = "{0} different USB devices were connected within two minutes of each other: {1}.",
     .severity = Severity::low},
};

Result<std::vector<Finding>> raise(const CaseView& view) {
  return raise_selected(rule, view, selections);
}

}  // namespace

extern constinit const Rule rule{
    .id = "android.usb_devices",
    .title = "USB devices of several kinds were connected to the phone",
    .looks_at =
        "lines of the kernel in android_log_events that name cameras, sound devices, and keyboards or "
        "mice on the phone as host, two kinds or more in one log; in android_usb_connections, which the "
        "reports of all phones have, devices that the phone could not read, and three or more different ones "
        "within two minutes",
    .severity = Severity::medium,
    .confidence = Confidence::low,
    .means =
        "The exploit chain of a Cellebrite tool (Serbia, 2024) pretends to be a camera, a sound device "
        "and a touchpad, one after the other, to unlock the phone.",
    .not_shown = "That an exploit ran: the same lines come from docks and headsets.",
    .innocent =
        "Docking stations, headsets with buttons (a sound device and a keyboard in one), capture cards "
        "and cars.",
    .check =
        "Ask where the phone was. Look at the order and the distance of the lines, and whether the "
        "screen was locked.",
    .references =
        ""
        "https://securitylab.amnesty.org/latest/2025/02/"
        "cellebrite-zero-day-exploit-used-to-target-phone-of-serbian-student-activist/",
    .versions = "Android 5 to 16",
    .raise = raise,
};

}  // namespace bridle::rule_files::android::usb_devices
