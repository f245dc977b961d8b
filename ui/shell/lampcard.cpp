#include "shell/lampcard.h"

#include "labels.h"
#include "lamplabels.h"
#include "widgets/role.h"

#include <QHBoxLayout>
#include <QLocale>
#include <QPainter>
#include <QPushButton>

namespace parking::ui {

namespace {

constexpr int kDisc = 14;

void clear(QVBoxLayout &layout)
{
    while (QLayoutItem *item = layout.takeAt(0)) {
        delete item->widget();
        delete item;
    }
}

} // namespace

QPixmap lampDisc(std::optional<domain::Rgb> colour, const Theme &theme, qreal ratio)
{
    QPixmap pixmap(QSize(kDisc, kDisc) * ratio);
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    QPen pen(theme.tokens().text2, 1);
    if (!colour)
        pen.setStyle(Qt::DashLine);
    painter.setPen(pen);
    painter.setBrush(colour ? QBrush(QColor(colour->r, colour->g, colour->b)) : QBrush());
    painter.drawEllipse(QRectF(1, 1, kDisc - 2, kDisc - 2));
    return pixmap;
}

LampCard::LampCard(const Theme &theme, QWidget *parent) : QWidget(parent), m_theme(theme)
{
    auto *colours = new QHBoxLayout;
    colours->setSpacing(16);
    m_wantedDisc = addColour(tr("Wanted"), m_wanted, m_wantedDetail, colours);
    m_shownDisc = addColour(tr("Shown"), m_shown, m_shownDetail, colours);
    m_why = makeLabel(this, QLatin1StringView("secondary"));
    m_why->setWordWrap(true);
    m_problem = makeLabel(this, QLatin1StringView("danger"));
    m_problem->setWordWrap(true);
    m_accept = new QPushButton(tr("Use the type it speaks"), this);
    connect(m_accept, &QPushButton::clicked, this,
            [this] { Q_EMIT typeAccepted(m_lamp.display.devEui, m_lamp.display.suggestedType); });
    m_chain = new QVBoxLayout;
    m_chain->setSpacing(2);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 6, 0, 0);
    layout->setSpacing(8);
    layout->addLayout(colours);
    layout->addWidget(m_problem);
    layout->addWidget(m_accept, 0, Qt::AlignLeft);
    layout->addWidget(m_why);
    layout->addLayout(m_chain);
}

QLabel *LampCard::addColour(const QString &name, QLabel *&word, QLabel *&detail, QLayout *into)
{
    auto *box = new QFrame(this);
    box->setObjectName(QStringLiteral("whyCard"));
    auto *title = makeLabel(box, QLatin1StringView("secondary"), name);
    auto *disc = makeLabel(box);
    word = makeLabel(box);
    word->setFont(m_theme.font(TextStyle::BodyStrong));
    word->setAccessibleName(name);
    detail = makeLabel(box, QLatin1StringView("caption"));
    auto *line = new QHBoxLayout;
    line->setSpacing(6);
    line->addWidget(disc);
    line->addWidget(word, 1);
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(11, 8, 11, 9);
    layout->setSpacing(3);
    layout->addWidget(title);
    layout->addLayout(line);
    layout->addWidget(detail);
    static_cast<QHBoxLayout *>(into)->addWidget(box, 1);
    return disc;
}

void LampCard::setReadOnly(bool readOnly)
{
    m_readOnly = readOnly;
    m_accept->setVisible(!readOnly && !m_lamp.display.suggestedType.isEmpty());
}

void LampCard::setColour(QLabel *disc, QLabel *word, std::optional<domain::Rgb> colour,
                         std::optional<domain::SpaceState> state)
{
    disc->setPixmap(lampDisc(colour, m_theme, devicePixelRatioF()));
    word->setText(colour ? labels::colour(*colour) : state ? labels::text(*state) : tr("Unknown"));
}

void LampCard::setLamp(const domain::LampStatus &lamp, UtcTime now)
{
    m_lamp = lamp;
    const auto &wanted = lamp.wanted;
    setColour(m_wantedDisc, m_wanted, wanted ? std::optional(wanted->colour) : std::nullopt, {});
    m_wantedDetail->setText(wanted ? labels::text(wanted->state) : tr("no type of lamp known"));
    setColour(m_shownDisc, m_shown, lamp.display.shownColour, lamp.display.shownState);
    m_shownDetail->setText(labels::evidence(lamp.display, now));
    m_problem->setText(labels::lampProblem(lamp.display));
    m_problem->setVisible(!m_problem->text().isEmpty());
    if (!lamp.display.suggestedType.isEmpty())
        m_accept->setText(tr("Use %1").arg(labels::deviceType(lamp.display.suggestedType)));
    setReadOnly(m_readOnly);
    m_why->setText(lamp.last ? labels::why(*lamp.last, now) : tr("Nothing was sent to it yet."));
    setChain(lamp);
}

/// "14:00:09  sent to ChirpStack", and how long after the decision.
void LampCard::setChain(const domain::LampStatus &lamp)
{
    clear(*m_chain);
    if (!lamp.last)
        return;
    const UtcTime start = lamp.last->decidedAt;
    const auto add = [&](UtcTime time, const QString &words) {
        auto *line = new QWidget(this);
        auto *row = new QHBoxLayout(line);
        row->setContentsMargins(0, 0, 0, 0);
        row->setSpacing(10);
        auto *clock =
            makeLabel(line, QLatin1StringView("secondary"),
                      QLocale().toString(toDateTime(time).toLocalTime().time(), tr("HH:mm:ss")));
        auto *text = makeLabel(line, {}, words);
        text->setWordWrap(true);
        row->addWidget(clock, 0, Qt::AlignTop);
        row->addWidget(text, 1);
        if (time > start)
            row->addWidget(makeLabel(line, QLatin1StringView("caption"),
                                     QStringLiteral("+")
                                         + labels::milliseconds(double((time - start).count()))),
                           0, Qt::AlignTop);
        m_chain->addWidget(line);
    };
    add(start, tr("decided: %1").arg(labels::text(lamp.last->cause)));
    for (const domain::DownlinkEvent &event : lamp.chain)
        add(event.time, labels::text(event));
}

} // namespace parking::ui
