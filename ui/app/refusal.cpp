#include "app/refusal.h"

#include "base/literals.h"
#include "domain/problems.h"

#include <QApplication>
#include <QClipboard>
#include <QJsonArray>
#include <QProcess>

#include <cstdio>

namespace parking::ui {

namespace {

constexpr int kExitCode = 2;

} // namespace

RefusalWindow::RefusalWindow(const Error &error, Theme &theme)
{
    setWindowTitle(tr("Smart Parking"));
    resize(820, 520);
    auto *page = new NoticePage(theme, this);
    NoticePage::Content content = contentOf(error);
    content.actions = {
        {tr("Try again"), [this] { Q_EMIT retryRequested(); }},
        {tr("Copy"), [detail = error.detail] { QGuiApplication::clipboard()->setText(detail); }},
        {tr("Quit"), [this] { close(); }}};
    page->setContent(content);
    setCentralWidget(page);
    page->focusProxy()->setFocus();
}

NoticePage::Content RefusalWindow::contentOf(const Error &error)
{
    NoticePage::Content content{
        .icon = u"warning"_s, .title = tr("Smart Parking cannot start"), .text = {}};
    const QJsonArray wrong = error.details.value(u"settings").toArray();
    QStringList lines;
    for (const QJsonValue &value : wrong) {
        const QJsonObject setting = value.toObject();
        lines.append(tr("%1 is “%2”, set in %3.\nAllowed is %4.")
                         .arg(setting.value(u"key").toString(), setting.value(u"value").toString(),
                              setting.value(u"origin").toString(),
                              setting.value(u"allowed").toString()));
    }
    content.text = error.code != problem::kConfiguration
        ? tr("Something that it needs is not to be had.")
        : wrong.isEmpty()   ? tr("The settings cannot be read.")
        : wrong.size() == 1 ? tr("One setting is wrong. Mend it and try again.")
                            : tr("Some settings are wrong. Mend them and try again.");
    content.details = wrong.isEmpty() ? error.detail : lines.join(u"\n\n"_s);
    return content;
}

int showRefusal(QApplication &application, const Error &error)
{
    std::fprintf(stderr, "smart-parking: %s\n", error.detail.toUtf8().constData());
    if (QCoreApplication::arguments().contains(u"--shots"_s))
        return kExitCode;
    Theme theme(application);
    RefusalWindow window(error, theme);
    QObject::connect(&window, &RefusalWindow::retryRequested, &application, [&application] {
        // The same program anew, which reads all of it again.
        if (QProcess::startDetached(QCoreApplication::applicationFilePath(),
                                    QCoreApplication::arguments().mid(1)))
            application.quit();
    });
    window.show();
    QApplication::exec();
    return kExitCode;
}

} // namespace parking::ui
