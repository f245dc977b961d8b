#include "theme/theme.h"

#include "base/literals.h"
#include "theme/fonts.h"
#include "theme/shadow.h"

#include <QApplication>
#include <QFile>
#include <QIconEngine>
#include <QLabel>
#include <QPainter>
#include <QPalette>
#include <QStyleFactory>
#include <QSvgRenderer>

#include <cmath>

/// The library is static: the linker drops its resources unless somebody asks for them.
static void loadResources()
{
    Q_INIT_RESOURCE(resources);
}

namespace parking::ui {

namespace {

struct Style {
    int pixels;
    QFont::Weight weight;
};

Style styleOf(TextStyle style)
{
    switch (style) {
    case TextStyle::Axis:
        return {11, QFont::Normal};
    case TextStyle::Caption:
        return {12, QFont::Normal};
    case TextStyle::Body:
        return {13, QFont::Normal};
    case TextStyle::BodyStrong:
        return {13, QFont::Medium};
    case TextStyle::CardTitle:
        return {14, QFont::Medium};
    case TextStyle::TopBar:
        return {15, QFont::Medium};
    case TextStyle::PageTitle:
        return {20, QFont::Bold};
    case TextStyle::ObjectTitle:
        return {24, QFont::Bold};
    case TextStyle::BigCounter:
        return {28, QFont::Bold};
    }
    return {13, QFont::Normal};
}

/// No tip is markup: what it shows may be of a foreign file or another program, and a picture that
/// it names would be loaded from wherever it says.
class PlainTips : public QObject {
public:
    using QObject::QObject;

protected:
    bool eventFilter(QObject *watched, QEvent *event) override
    {
        // Qt's own label of tips; it is polished before it gets its text.
        if (event->type() == QEvent::Polish && watched->inherits("QTipLabel"))
            static_cast<QLabel *>(watched)->setTextFormat(Qt::PlainText);
        return false;
    }
};

/// Draws an icon in the colours of the theme that is set at the time of drawing.
class SvgIconEngine : public QIconEngine {
public:
    SvgIconEngine(const Theme &theme, const QString &name) : m_theme(theme), m_name(name) { }

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State state) override
    {
        const qreal ratio = painter->device()->devicePixelRatioF();
        const int side = qMin(rect.width(), rect.height());
        painter->drawPixmap(QRect(rect.topLeft(), QSize(side, side)),
                            m_theme.pixmap(m_name, side, colour(mode, state), ratio));
    }
    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override
    {
        return scaledPixmap(size, mode, state, 1.0);
    }
    /// A place wider than high keeps the rest as a gap between icon and word: Qt's own gap in
    /// buttons is 4 px and cannot be set.
    QPixmap scaledPixmap(const QSize &size, QIcon::Mode mode, QIcon::State state,
                         qreal scale) override
    {
        const int side = qRound(qMin(size.width(), size.height()) / scale);
        const QPixmap icon = m_theme.pixmap(m_name, side, colour(mode, state), scale);
        if (size.width() == size.height())
            return icon;
        QPixmap wide(size);
        wide.setDevicePixelRatio(scale);
        wide.fill(Qt::transparent);
        QPainter painter(&wide);
        painter.drawPixmap(0, 0, icon);
        return wide;
    }
    QIconEngine *clone() const override { return new SvgIconEngine(m_theme, m_name); }

private:
    QColor colour(QIcon::Mode mode, QIcon::State state) const
    {
        const Tokens &t = m_theme.tokens();
        if (mode == QIcon::Disabled) {
            QColor faded = t.text3;
            faded.setAlphaF(0.5F);
            return faded;
        }
        return state == QIcon::On ? t.accent : t.text2;
    }

    const Theme &m_theme;
    QString m_name;
};

} // namespace

Theme::Theme(QApplication &application) : QObject(&application), m_application(application)
{
    loadResources();
    addFonts(ownFamilies());
    m_systemIsDark = application.palette().color(QPalette::Window).lightness() < 128;
    application.setStyle(QStyleFactory::create(u"Fusion"_s));
    application.installEventFilter(new PlainTips(this));
    apply();
}

void Theme::setChoice(ThemeChoice choice)
{
    if (m_choice == choice)
        return;
    m_choice = choice;
    apply();
}

void Theme::setTextPercent(int percent)
{
    if (m_textPercent == percent)
        return;
    m_textPercent = percent;
    apply();
}

void Theme::setReduceMotion(bool reduce)
{
    if (m_reduceMotion == reduce)
        return;
    m_reduceMotion = reduce;
    Q_EMIT changed();
}

int Theme::scaled(int pixels) const
{
    return (pixels * m_textPercent + 50) / 100;
}

int Theme::pixelSize(TextStyle style) const
{
    return scaled(styleOf(style).pixels);
}

QFont Theme::font(TextStyle style) const
{
    QFont font;
    font.setFamilies({u"Roboto"_s, u"Noto Sans"_s, u"DejaVu Sans"_s});
    font.setPixelSize(pixelSize(style));
    font.setWeight(styleOf(style).weight);
    font.setHintingPreference(QFont::PreferNoHinting);
    return font;
}

QFont Theme::monoFont(TextStyle style) const
{
    QFont font = this->font(style);
    font.setFamilies({u"DejaVu Sans Mono"_s, u"monospace"_s});
    return font;
}

void Theme::apply()
{
    const bool dark =
        m_choice == ThemeChoice::Dark || (m_choice == ThemeChoice::System && m_systemIsDark);
    m_tokens = dark ? &kDark : &kLight;
    m_pixmaps.clear();
    const Tokens &t = *m_tokens;
    QPalette palette;
    const std::pair<QPalette::ColorRole, QColor> roles[] = {
        {QPalette::Window, t.window},        {QPalette::Base, t.surface},
        {QPalette::AlternateBase, t.window}, {QPalette::Text, t.text},
        {QPalette::WindowText, t.text},      {QPalette::PlaceholderText, t.text3},
        {QPalette::Button, t.raised},        {QPalette::ButtonText, t.text},
        {QPalette::Highlight, t.accent},     {QPalette::HighlightedText, t.accentText},
        {QPalette::Link, t.accent},          {QPalette::ToolTipBase, t.raised},
        {QPalette::ToolTipText, t.text},     {QPalette::Mid, t.border},
        {QPalette::Dark, t.strong},
    };
    for (const auto &[role, colour] : roles)
        palette.setColor(role, colour);
    for (const QPalette::ColorRole role :
         {QPalette::Text, QPalette::WindowText, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, t.text3);
    m_application.setPalette(palette);
    m_application.setFont(font(TextStyle::Body));
    m_application.setStyleSheet(styleSheet());
    Q_EMIT changed();
}

QString Theme::styleSheet() const
{
    QFile file(u":/style.qss"_s);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QString sheet = QString::fromUtf8(file.readAll());
    const Tokens &t = *m_tokens;
    const std::pair<const char *, QColor> colours[] = {
        {"window", t.window},         {"surface", t.surface},
        {"raised", t.raised},         {"sunken", t.sunken},
        {"border", t.border},         {"buttonEdge", t.buttonEdge},
        {"strong", t.strong},         {"text", t.text},
        {"text2", t.text2},           {"text3", t.text3},
        {"accent", t.accent},         {"accentText", t.accentText},
        {"accentSoft", t.accentSoft}, {"danger", t.danger},
        {"warning", t.warning},       {"warningSoft", t.warningSoft},
        {"okSoft", t.okSoft},         {"dangerSoft", t.dangerSoft},
        {"toast", t.toast},           {"toastText", t.toastText},
        {"toastLink", t.toastLink},   {"ok", t.ok},
    };
    for (const auto &[name, colour] : colours)
        sheet.replace(u"@%1@"_s.arg(QLatin1StringView(name)), colour.name());
    const std::pair<const char *, TextStyle> sizes[] = {
        {"body", TextStyle::Body},
        {"caption", TextStyle::Caption},
        {"axis", TextStyle::Axis},
        {"cardTitle", TextStyle::CardTitle},
        {"topBar", TextStyle::TopBar},
        {"pageTitle", TextStyle::PageTitle},
        {"objectTitle", TextStyle::ObjectTitle},
        {"bigCounter", TextStyle::BigCounter},
    };
    for (const auto &[name, style] : sizes)
        sheet.replace(u"@%1@"_s.arg(QLatin1StringView(name)), QString::number(pixelSize(style)));
    sheet.replace(u"@control@"_s, QString::number(scaled(30)));
    return sheet;
}

QIcon Theme::icon(const QString &name) const
{
    return QIcon(new SvgIconEngine(*this, name));
}

QPixmap Theme::pixmap(const QString &name, int size, const QColor &colour, qreal ratio) const
{
    const QString key = u"%1/%2/%3/%4"_s.arg(name).arg(size).arg(colour.rgba(), 8, 16).arg(ratio);
    const auto known = m_pixmaps.constFind(key);
    if (known != m_pixmaps.cend())
        return *known;
    QFile file(u":/icons/%1.svg"_s.arg(name));
    QPixmap pixmap(QSize(size, size) * ratio);
    pixmap.fill(Qt::transparent);
    pixmap.setDevicePixelRatio(ratio);
    if (file.open(QIODevice::ReadOnly)) {
        QSvgRenderer renderer(file.readAll().replace("#000", colour.name().toLatin1()));
        QPainter painter(&pixmap);
        painter.setOpacity(colour.alphaF());
        renderer.render(&painter, QRectF(0, 0, size, size));
    }
    m_pixmaps.insert(key, pixmap);
    return pixmap;
}

void Theme::paintShadow(QPainter &painter, const QRectF &card) const
{
    const qreal ratio = painter.device()->devicePixelRatioF();
    const QString key = u"shadow/%1"_s.arg(ratio);
    auto patch = m_pixmaps.constFind(key);
    if (patch == m_pixmaps.cend())
        patch = m_pixmaps.insert(key, shadowPatch(m_tokens->shadow, ratio));
    paintShadowPatch(painter, card, *patch);
}

} // namespace parking::ui
