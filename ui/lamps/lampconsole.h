#pragma once

#include "domain/lampcommand.h"
#include "domain/lampqueue.h"
#include "models/situation.h"
#include "theme/theme.h"

#include <QButtonGroup>
#include <QTimer>
#include <QWidget>

class QCheckBox;
class QComboBox;
class QLabel;
class QLayout;
class QLineEdit;
class QPushButton;
class QTableWidget;

namespace parking::ui {

/// The console of one lamp: the colour of a state, any colour or raw bytes are sent to it, and
/// ChirpStack's queue is looked at and emptied. Hidden for viewers by its owner.
class LampConsole : public QWidget {
    Q_OBJECT

public:
    LampConsole(const Situation &situation, const Theme &theme, QWidget *parent = nullptr);

    void setLamp(domain::DevEui device); ///< another one: what is known of the queue goes
    void setPort(int fPort); ///< the type's, unless somebody typed one
    /// What the fields say. VALIDATION_ERROR, see domain/lampcommand.h.
    Result<domain::LampCommand> command() const;
    void setSent(); ///< the command is in the ledger
    void setRefused(const Error &error); ///< it is not; what was typed stays
    void setQueue(const domain::LampQueue &queue); ///< the answer to queueWanted()
    void setFlushed(const domain::FlushedQueue &flushed); ///< the answer to flushRequested()
    void setQueueFailed(const Error &error); ///< of either

Q_SIGNALS:
    void sendRequested(const parking::domain::LampCommand &command);
    void queueWanted(parking::domain::DevEui device);
    void flushRequested(parking::domain::DevEui device);

private:
    QLayout *makeKinds();
    QWidget *makeRaw();
    QWidget *makeQueue();
    void send();
    void updateKind();
    void updateHint();
    void updateDisc();
    void ask(bool flush);
    void told(const QString &words, QLatin1StringView role = {});
    void showItems(const QList<domain::LampQueueItem> &items);

    const Situation &m_situation;
    const Theme &m_theme;
    domain::DevEui m_device;
    QButtonGroup m_kinds;
    QComboBox *m_state;
    QLineEdit *m_colour;
    QLabel *m_disc;
    QWidget *m_raw;
    QLineEdit *m_payload;
    QComboBox *m_form;
    QLineEdit *m_port;
    QCheckBox *m_confirmed;
    QLabel *m_problem;
    QLabel *m_hint;
    QPushButton *m_send;
    QPushButton *m_look;
    QPushButton *m_flush;
    QLabel *m_queueWords;
    QTableWidget *m_items;
    QTimer m_patience; ///< an answer is owed; afterwards nobody knows
};

} // namespace parking::ui
