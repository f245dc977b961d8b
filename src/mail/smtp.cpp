#include "mail/smtp.h"

#include "base/literals.h"
#include "base/plaintext.h"
#include "base/secret.h"

#include <QDeadlineTimer>

#include <curl/curl.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <mutex>

namespace parking::mail {

namespace {

constexpr int kPollMs = 100;
constexpr qsizetype kLongestReply = 300;

// To the compiler both are void.
struct EasyEnd {
    void operator()(CURL *easy) const { curl_easy_cleanup(easy); }
};
struct MultiEnd {
    void operator()(CURLM *multi) const { curl_multi_cleanup(multi); }
};
struct ListEnd {
    void operator()(curl_slist *list) const { curl_slist_free_all(list); }
};

/// What one attempt has said and heard.
struct Talk {
    QByteArray bytes = {}; ///< the message
    qsizetype sent = 0;
    QByteArray refusal = {}; ///< the last reply that said no
    QByteArray receiver = {}; ///< who was named last, and is not answered yet
    QStringList putOff = {};
};

size_t readBytes(char *target, size_t size, size_t count, void *data)
{
    auto &talk = *static_cast<Talk *>(data);
    const qsizetype room = qsizetype(size * count);
    const qsizetype taken = std::min(room, talk.bytes.size() - talk.sent);
    std::memcpy(target, talk.bytes.constData() + talk.sent, size_t(taken));
    talk.sent += taken;
    return size_t(taken);
}

/// A reply's line.
size_t hear(char *line, size_t size, size_t count, void *data)
{
    auto &talk = *static_cast<Talk *>(data);
    const qsizetype length = qsizetype(size * count);
    if (length >= 3 && (line[0] == '4' || line[0] == '5'))
        talk.refusal = QByteArray(line, std::min(length, kLongestReply)).trimmed();
    const bool isLast = length < 4 || line[3] != '-';
    if (isLast && !talk.receiver.isEmpty()) {
        if (line[0] == '4')
            talk.putOff.append(QString::fromLatin1(talk.receiver));
        talk.receiver.clear();
    }
    return size * count;
}

/// Who is named: libcurl names one receiver after the other, and waits for each answer.
int noteReceiver(CURL *, curl_infotype type, char *line, size_t size, void *data)
{
    if (type != CURLINFO_HEADER_OUT)
        return 0;
    const QByteArray said(line, qsizetype(size));
    const QByteArray begin = "RCPT TO:<";
    if (said.startsWith(begin))
        static_cast<Talk *>(data)->receiver =
            said.mid(begin.size(), said.indexOf('>') - begin.size());
    return 0;
}

/// When an attempt is over, whatever it is at.
struct End {
    const std::atomic<bool> &stop;
    QDeadlineTimer deadline;
};

/// Not 0 ends the attempt. Who takes a handle away instead waits for minutes within libcurl, which
/// ends the message as if it were whole; and its own deadline does not hold for each of its waits.
int isToEnd(void *data, curl_off_t, curl_off_t, curl_off_t, curl_off_t)
{
    const auto &end = *static_cast<const End *>(data);
    return end.stop || end.deadline.hasExpired() ? 1 : 0;
}

size_t passOver(char *, size_t size, size_t count, void *)
{
    return size * count;
}

QByteArray urlOf(const SmtpOptions &options)
{
    QByteArray host = options.host.toUtf8();
    if (host.contains(':') && !host.startsWith('['))
        host = '[' + host + ']';
    return (options.tls == Tls::Implicit ? "smtps://" : "smtp://") + host + ':'
        + QByteArray::number(options.port);
}

void setUp(CURL *easy, const SmtpOptions &options, Talk &talk)
{
    curl_easy_setopt(easy, CURLOPT_URL, urlOf(options).constData());
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_PROXY, ""); // of the environment: for browsers
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, long(options.timeout.count()));
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, long(options.timeout.count()));
    curl_easy_setopt(easy, CURLOPT_SERVER_RESPONSE_TIMEOUT,
                     long(std::chrono::ceil<std::chrono::seconds>(options.timeout).count()));
    curl_easy_setopt(easy, CURLOPT_USE_SSL,
                     long(options.tls == Tls::StartTls ? CURLUSESSL_ALL : CURLUSESSL_NONE));
    curl_easy_setopt(easy, CURLOPT_SSLVERSION, long(CURL_SSLVERSION_TLSv1_2));
    if (!options.caFile.isEmpty()) {
        curl_easy_setopt(easy, CURLOPT_CAINFO, options.caFile.toUtf8().constData());
        curl_easy_setopt(easy, CURLOPT_CAPATH, nullptr);
    }
    if (!options.user.isEmpty()) {
        curl_easy_setopt(easy, CURLOPT_USERNAME, options.user.toUtf8().constData());
        curl_easy_setopt(easy, CURLOPT_PASSWORD, options.password.toUtf8().constData());
    }
#if LIBCURL_VERSION_NUM >= 0x075700 // else a name that nobody answers keeps the end waiting
    curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
#endif
    curl_easy_setopt(easy, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(easy, CURLOPT_READFUNCTION, readBytes);
    curl_easy_setopt(easy, CURLOPT_READDATA, &talk);
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, hear);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, &talk);
    curl_easy_setopt(easy, CURLOPT_DEBUGFUNCTION, noteReceiver);
    curl_easy_setopt(easy, CURLOPT_DEBUGDATA, &talk);
    curl_easy_setopt(easy, CURLOPT_VERBOSE, 1L); // to that function alone
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, passOver);
    // One address that is gone keeps the alarm from nobody else.
    curl_easy_setopt(easy, CURLOPT_MAIL_RCPT_ALLLOWFAILS, 1L);
}

CURLcode run(CURLM *multi, CURL *easy)
{
    for (;;) {
        int running = 0;
        if (curl_multi_perform(multi, &running) != CURLM_OK)
            return CURLE_FAILED_INIT;
        int left = 0;
        while (const CURLMsg *told = curl_multi_info_read(multi, &left)) {
            if (told->msg == CURLMSG_DONE && told->easy_handle == easy)
                return told->data.result;
        }
        if (running == 0 || curl_multi_poll(multi, nullptr, 0, kPollMs, nullptr) != CURLM_OK)
            return CURLE_FAILED_INIT;
    }
}

QString problemOf(CURLcode code, const char *detail, const Talk &talk, const SmtpOptions &options)
{
    QString problem =
        *detail ? QString::fromUtf8(detail) : QString::fromLatin1(curl_easy_strerror(code));
    if (code == CURLE_OPERATION_TIMEDOUT)
        problem = u"no answer in time"_s;
    if (!talk.refusal.isEmpty())
        problem += u": "_s + QString::fromUtf8(talk.refusal);
    return plainText(withoutSecret(problem, options.password), kLongestReply);
}

} // namespace

SmtpOutcome sendMail(const SmtpOptions &options, const Message &message,
                     const std::atomic<bool> &stop)
{
    static std::once_flag once;
    std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
    const std::unique_ptr<CURLM, MultiEnd> multi(curl_multi_init());
    const std::unique_ptr<CURL, EasyEnd> easy(curl_easy_init());
    if (!multi || !easy)
        return {.problem = u"no memory to send mail"_s};
    End end{.stop = stop, .deadline = QDeadlineTimer(options.timeout + Milliseconds(kPollMs))};
    Talk talk{.bytes = toBytes(message)};
    char detail[CURL_ERROR_SIZE] = "";
    setUp(easy.get(), options, talk);
    curl_easy_setopt(easy.get(), CURLOPT_ERRORBUFFER, detail);
    curl_easy_setopt(easy.get(), CURLOPT_MAIL_FROM, message.from.toLatin1().constData());
    curl_slist *list = nullptr;
    for (const QString &address : message.to)
        list = curl_slist_append(list, address.toLatin1().constData());
    const std::unique_ptr<curl_slist, ListEnd> receivers(list);
    curl_easy_setopt(easy.get(), CURLOPT_MAIL_RCPT, receivers.get());
    curl_easy_setopt(easy.get(), CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(easy.get(), CURLOPT_XFERINFOFUNCTION, isToEnd);
    curl_easy_setopt(easy.get(), CURLOPT_XFERINFODATA, &end);
    curl_multi_add_handle(multi.get(), easy.get());
    CURLcode code = run(multi.get(), easy.get());
    curl_multi_remove_handle(multi.get(), easy.get());
    if (code == CURLE_ABORTED_BY_CALLBACK && !stop)
        code = CURLE_OPERATION_TIMEDOUT;
    if (code == CURLE_ABORTED_BY_CALLBACK)
        return {.problem = u"ended before it was sent"_s};
    if (code != CURLE_OK)
        return {.isRefused =
                    talk.refusal.startsWith('5') && (code == CURLE_SEND_ERROR || talk.sent > 0),
                .problem = problemOf(code, detail, talk, options),
                .putOff = talk.putOff};
    SmtpOutcome outcome{.wasTaken = true, .putOff = talk.putOff};
    if (!talk.refusal.isEmpty()) // of an address
        outcome.problem = u"the server refused a receiver: "_s
            + plainText(QString::fromUtf8(talk.refusal), kLongestReply);
    return outcome;
}

} // namespace parking::mail
